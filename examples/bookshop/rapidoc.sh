#!/usr/bin/env bash
# Fetches RapiDoc (MIT), a script that shows documents, from its npm package, with its licence:
# `examples/bookshop/rapidoc.sh FOLDER`. Nothing is written unless the package is the one that is known.
set -euo pipefail
version=9.3.8
sum=7826046ebd57afc38966f542c3c49797dcc1091a0b25b84d1ae1b92194c7abf45600eabf3b831a7d40ae144c991ecae12eb95470664c6bae29ca1a626fc7d029

[ $# -eq 1 ] || { echo "usage: $0 FOLDER" >&2; exit 2; }
package=$(mktemp)
trap 'rm -f "$package"' EXIT
curl -fsS "https://registry.npmjs.org/rapidoc/-/rapidoc-$version.tgz" -o "$package"
echo "$sum  $package" | sha512sum --check --quiet
mkdir -p "$1"
tar -xzf "$package" -C "$1" --strip-components=2 package/dist/rapidoc-min.js package/dist/rapidoc-min.js.LICENSE.txt
tar -xzf "$package" -C "$1" --strip-components=1 --transform 's/LICENSE/rapidoc.LICENSE/' package/LICENSE.txt
ls -1 "$1"/rapidoc*
