#!/usr/bin/env bash
# Three processes behind nginx, under load: none of the requests is lost.
set -euo pipefail
cd "$(dirname "$0")/.."
if ! command -v nginx >/dev/null; then
    echo "nginx is missing: apt-get install nginx-light" >&2
    exit 1
fi
cargo test -p lychgate-tests --test nginx
