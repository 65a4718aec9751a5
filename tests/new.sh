#!/usr/bin/env bash
# What `cargo lychgate new` makes builds without a warning, and passes its tests.
set -euo pipefail
cd "$(dirname "$0")/.."
repository=$PWD
target=${CARGO_TARGET_DIR:-$repository/target}
# Outside of the workspace, which cargo would add the package to.
made=$(mktemp -d)
trap 'rm -rf "$made"' EXIT
cargo build --quiet --workspace --bin cargo-lychgate
cd "$made"
"$target/debug/cargo-lychgate" lychgate new site --path "$repository/runtime"
cd site
# The versions that are there already: nothing is fetched.
cp "$repository/Cargo.lock" .
export CARGO_TARGET_DIR=$target
warnings=$(cargo check --offline --color never --message-format short 2>&1 | grep '^src/' || true)
if [ -n "$warnings" ]; then
    printf 'expected no warning, found:\n%s\n' "$warnings" >&2
    exit 1
fi
cargo test --offline --quiet
