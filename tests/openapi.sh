#!/usr/bin/env bash
# The bookshop's document is one of OpenAPI 3.1, and the bookshop does what it says: the document is
# validated against the specification's schema, and schemathesis sends requests that it makes of it, right
# ones and wrong ones, one by one and in sequences. They are the same each time. Needs Python 3.11 and curl.
set -euo pipefail
cd "$(dirname "$0")/.."
target=${CARGO_TARGET_DIR:-$PWD/target}
python=${PYTHON:-python3.11}
for program in "$python" curl; do
    command -v "$program" >/dev/null || { echo "$program is needed, and not installed" >&2; exit 1; }
done

venv=$target/openapi-venv
if ! cmp -s tests/openapi.txt "$venv/openapi.txt"; then
    "$python" -m venv "$venv"
    "$venv/bin/pip" install --quiet --requirement tests/openapi.txt
    cp tests/openapi.txt "$venv/openapi.txt"
fi

"$venv/bin/openapi-spec-validator" --schema 3.1 examples/bookshop/openapi.json

# By itself, as the program of the command has it: it builds little then.
cargo build --quiet -p lychgate-bookshop
cargo build --quiet --workspace --bin cargo-lychgate
folder=$(mktemp -d)
server=
finish() {
    [ -z "$server" ] || kill "$server" 2>/dev/null || true
    rm -rf "$folder"
}
trap finish EXIT

# The command builds a program of its own, which says the same; by the table alone, title and version are
# the package's.
openapi() { CARGO_NET_OFFLINE=true "$target/debug/cargo-lychgate" lychgate openapi -p lychgate-bookshop "$@"; }
openapi --document document --output "$folder/written.json"
cmp "$folder/written.json" examples/bookshop/openapi.json
openapi Shop --title Books >"$folder/table.json"
grep -q '"title": "Books"' "$folder/table.json"
"$venv/bin/openapi-spec-validator" --schema 3.1 "$folder/table.json"

port=$("$python" -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
address=http://127.0.0.1:$port
"$target/debug/lychgate-bookshop" "127.0.0.1:$port" >"$folder/log" 2>&1 &
server=$!
until curl -fs "$address/docs/openapi.json" -o "$folder/openapi.json"; do
    kill -0 $server || { cat "$folder/log"; exit 1; }
done

cd "$folder"
if ! "$venv/bin/schemathesis" --no-color run "$address/docs/openapi.json" --checks all \
    --max-examples "${EXAMPLES:-30}" --seed "${SEED:-1}" --generation-database none \
    --max-redirects 0 >"$folder/report" 2>&1; then
    cat "$folder/report" "$folder/log"
    exit 1
fi
grep -A1 'Test cases:' "$folder/report"
