#!/usr/bin/env bash
# Each feature by itself, none, and all of them: no warning, whatever is left out.
set -euo pipefail
cd "$(dirname "$0")/.."

features=$(sed -n '/^\[features\]/,/^\[dependencies\]/s/^\([a-z0-9-]*\) = .*/\1/p' runtime/Cargo.toml | grep -v default)
check() {
    echo "features: $*"
    cargo clippy --quiet -p lychgate "$@" -- -D warnings
}

check --no-default-features
for feature in $features; do
    check --no-default-features --features "$feature"
done
check --all-features
