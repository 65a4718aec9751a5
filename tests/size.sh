#!/usr/bin/env bash
# The core stays small: with the macros and no other feature, lychgate depends on fewer than 20 crates.
set -euo pipefail
cd "$(dirname "$0")/.."
crates=$(cargo tree -p lychgate --no-default-features --features macros -e normal --prefix none | sed 's/ (\*)$//' | sort -u)
count=$(wc -l <<<"$crates")
echo "$count crates with the macros alone"
if [ "$count" -ge 20 ]; then
    echo "$crates"
    echo "expected fewer than 20" >&2
    exit 1
fi
