#!/usr/bin/env bash
# What a newcomer sees: the hello example serves, and answers as the README says.
set -euo pipefail
cd "$(dirname "$0")/.."
cargo build --quiet --example hello
cargo run --quiet --example hello &
server=$!
trap 'kill "$server" 2>/dev/null || true' EXIT

base=http://localhost:8080
for _ in $(seq 100); do
    curl -fsS -o /dev/null "$base/" 2>/dev/null && break
    sleep 0.1
done

expect() { # what is expected, then the arguments for curl
    local expected=$1 actual
    shift
    actual=$(curl -sS --path-as-is "$@")
    if [ "$actual" != "$expected" ]; then
        printf 'curl %s\nexpected: %s\nfound:    %s\n' "$*" "$expected" "$actual" >&2
        exit 1
    fi
}

status='%{http_code}'
expect 'Index page' "$base/"
expect 'Hello page' "$base/hello"
expect 'Hello page' "$base/hello/"
expect 'Hello Ann' "$base/hello/Ann"
expect 'Hello Zoë' "$base/hello/Zo%C3%AB"
expect 'Not Found Page404' -w "$status" "$base/nothing"
expect '400' -o /dev/null -w "$status" "$base/%ff"
expect '200 10 0' -I -o /dev/null -w '%{http_code} %header{content-length} %{size_download}' "$base/hello"
expect '405 GET, HEAD, OPTIONS' -X DELETE -o /dev/null -w '%{http_code} %header{allow}' "$base/hello/Ann"
expect '204 GET, HEAD, OPTIONS' -X OPTIONS -o /dev/null -w '%{http_code} %header{allow}' "$base/hello/Ann"

kill -TERM "$server"
wait "$server"
trap - EXIT
echo "the hello example answers as it should, and stops when it is told to"
