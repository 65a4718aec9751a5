#!/usr/bin/env bash
# Programs of CGI under lighttpd and Apache, and of SCGI under nginx.
set -euo pipefail
cd "$(dirname "$0")/.."
# They are where only root looks for them.
export PATH=$PATH:/usr/sbin
need() { # a program, and the package that has it
    command -v "$1" >/dev/null || { echo "$1 is missing: apt-get install $2" >&2; exit 1; }
}
need lighttpd lighttpd
need apache2 apache2
need nginx nginx-light
# Of the whole workspace, so that little is built besides what its tests are.
cargo test --workspace --test web_servers
