#!/usr/bin/env bash
# What a release must pass, in parts: `tests/release.sh [--all] [manifests|packages|oldest|minimal|powerset …]`.
# Without a part, the first three; these build what the default features have, which is quick enough for
# every change but for the tarballs, and with `--all` all features.
set -euo pipefail
cd "$(dirname "$0")/.."
target=${CARGO_TARGET_DIR:-$PWD/target}
crates=tests/release/crates.py
mapfile -t names < <("$crates" names)
published=("${names[@]/#/-p}")

fail() {
    echo "$*" >&2
    exit 1
}

# What the manifests say; the crates' pins to each other; the licences of all that they bring along.
manifests() {
    "$crates" check
}

# Each crate is packed, and its tarball built alone: cargo takes the others from their tarballs.
packages() {
    cargo package --quiet --allow-dirty "${features[@]}" "${published[@]}"
    "$crates" tarballs "$target/package"
}

# The oldest compiler that the manifests promise, on everything that is published, and on what the
# macros write for some examples.
oldest() {
    local version debian folder=$target/oldest
    local -x RUSTC CARGO_TARGET_DIR=$target/oldest/target
    version=$(sed -n 's/^rust-version = "\(.*\)"/\1/p' Cargo.toml)
    if rustup toolchain list 2>/dev/null | grep -q "^$version"; then
        RUSTC=$(rustup which --toolchain "$version" rustc)
    else
        # Debian 12 keeps it for building browsers. It is unpacked here, and installed nowhere.
        RUSTC=$folder/rustc
        if ! "$RUSTC" --version 2>/dev/null | grep -q "^rustc $version\."; then
            debian=$(apt-cache madison rustc-web | awk -v v="$version." 'index($3, v) == 1 { print $3; exit }')
            [ -n "$debian" ] || fail "neither rustup nor Debian has rustc $version here"
            unpack "$folder" "$version" "$debian"
        fi
    fi
    "$RUSTC" --version
    cargo check --quiet --locked "${features[@]}" "${published[@]}" --lib --bins -p lychgate-examples \
        --example captures --example dependencies --example middleware --example urls
}

unpack() { # a folder, the version of Rust, and Debian's
    local standard=libstd-rust-web-$2 llvm
    llvm=$(apt-cache depends "$standard=$3" | grep -o 'libllvm[0-9]*')
    rm -rf "$1" && mkdir -p "$1/packages"
    (cd "$1/packages" && apt-get download -q "rustc-web=$3" "$standard=$3" "libstd-rust-web-dev=$3" "$llvm")
    for package in "$1"/packages/*.deb; do
        dpkg-deb -x "$package" "$1/root"
    done
    rm -r "$1/packages"
    cat >"$1/rustc" <<END
#!/bin/sh
LD_LIBRARY_PATH=$1/root/usr/lib/x86_64-linux-gnu exec "$1/root/usr/bin/rustc" "\$@"
END
    chmod +x "$1/rustc"
}

# The oldest versions of our dependencies that the manifests allow. A nightly's option, which a stable
# cargo takes when it is told to.
minimal() {
    local copy=$target/minimal
    rm -rf "$copy" && mkdir -p "$copy"
    git ls-files -z | xargs -0 cp --parents --no-dereference -t "$copy"
    (
        cd "$copy" && rm Cargo.lock
        export RUSTC_BOOTSTRAP=1 CARGO_TARGET_DIR=$target/minimal-target
        cargo -Z direct-minimal-versions generate-lockfile --quiet
        cargo check --quiet --locked --all-features "${published[@]}"
    )
}

# Every two features together; `tests/features.sh` has each by itself.
powerset() {
    local hack=$target/hack
    cargo hack --version >/dev/null 2>&1 || PATH=$hack/bin:$PATH
    cargo hack --version >/dev/null 2>&1 || cargo install --quiet --locked --root "$hack" cargo-hack
    cargo hack clippy --feature-powerset --depth 2 "${published[@]}" -- -D warnings
}

features=()
if [ "${1-}" = --all ]; then
    features=(--all-features)
    shift
fi
[ $# -gt 0 ] || set -- manifests packages oldest
for part in "$@"; do
    case $part in
    manifests | packages | oldest | minimal | powerset) ;;
    *) fail "there is no part $part: manifests, packages, oldest, minimal, powerset" ;;
    esac
    echo "-- $part"
    "$part"
done
