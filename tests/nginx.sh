#!/usr/bin/env bash
# Three processes behind nginx, under load: none of the requests is lost.
set -euo pipefail
cd "$(dirname "$0")/.."
if ! command -v nginx >/dev/null; then
    echo "nginx is missing: apt-get install nginx-light" >&2
    exit 1
fi
# Of the whole workspace, so that little is built besides what its tests are.
cargo test --workspace --test nginx
