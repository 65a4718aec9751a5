#!/usr/bin/env bash
# Nobody is locked in: every example is ejected, builds without the macros, and passes its tests.
set -euo pipefail
cd "$(dirname "$0")/.."
repository=$PWD
target=${CARGO_TARGET_DIR:-$repository/target}
ejected=$target/ejected

command -v git >/dev/null || {
    echo "expected git, which says whether a file may be replaced" >&2
    exit 1
}

rm -rf "$ejected"
mkdir -p "$ejected"
cp -r examples Cargo.lock "$ejected"
# A workspace of the examples alone, with the crates of this one.
sed -e "s#path = \"\(runtime\|macros\)#path = \"$repository/\1#" \
    -e '/^members = \[/,/^\]/c members = ["examples", "examples/bookshop", "examples/flask_front", "examples/guestbook", "examples/guests", "examples/lambda", "examples/registry"]' \
    -e '/^exclude/d' Cargo.toml >"$ejected/Cargo.toml"
sed -i -e '/^ *"macros",$/d' -e 's/"macros", //' "$ejected"/examples/Cargo.toml "$ejected"/examples/*/Cargo.toml

cargo build --quiet --workspace --bin cargo-lychgate
eject() {
    "$target/debug/cargo-lychgate" lychgate eject "$ejected/$1" "${@:2}"
}
git -C "$ejected" init --quiet
git -C "$ejected" add .
if eject examples; then
    echo "expected that what is not committed is not replaced" >&2
    exit 1
fi
git -C "$ejected" -c user.name=Ann -c user.email=ann@example.org commit --quiet -m "The examples"
eject examples
eject examples/guestbook
eject examples/guests
eject examples/lambda
eject examples/registry
eject examples/bookshop --openapi
eject examples/flask_front

cd "$ejected"
export CARGO_TARGET_DIR=$target
crates=$(cargo tree --workspace -e normal,build,dev --prefix none)
grep -q '^lychgate v' <<<"$crates"
if grep -E '^lychgate-(macros|compiler) ' <<<"$crates"; then
    echo "expected that no example depends on the macros" >&2
    exit 1
fi
cargo test --quiet --workspace
