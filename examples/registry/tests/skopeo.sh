#!/bin/sh
# The registry and a client that others wrote: pushes and pulls by skopeo, also through nginx; fifty
# pushes at once; a push that is killed half-way. Needs skopeo, nginx and python3.
set -eu
cd "$(dirname "$0")/../../.."

for program in skopeo nginx python3 curl; do
    command -v $program >/dev/null || { echo "$program is needed, and not installed"; exit 1; }
done

cargo build --quiet --workspace --bin lychgate-registry
registry=$(cargo metadata --no-deps --format-version 1 |
    python3 -c 'import json, sys; print(json.load(sys.stdin)["target_directory"])')/debug/lychgate-registry

folder=$(mktemp -d)
server= proxy=
finish() {
    for process in $server $proxy; do
        kill "$process" 2>/dev/null || true
        wait "$process" 2>/dev/null || true # it may still write to the folder
    done
    rm -rf "$folder"
}
trap finish EXIT

port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
front=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')

serve() {
    "$registry" serve "$folder/store" "127.0.0.1:$port" >"$folder/out" 2>>"$folder/log" &
    server=$!
    until curl -fs "http://127.0.0.1:$port/v2/" >/dev/null; do
        kill -0 $server || { cat "$folder/log"; exit 1; }
    done
}

# The bytes of an image, whatever it is called.
blobs() { (cd "$1/blobs/sha256" && sha256sum -- * | sort); }

# push FROM TO, pull FROM TO: an image in a layout, and the same at an address.
push() { skopeo --insecure-policy copy -q --dest-tls-verify=false --preserve-digests "oci:$1" "docker://$2"; }
pull() { skopeo --insecure-policy copy -q --src-tls-verify=false --preserve-digests "docker://$1" "oci:$2"; }

python3 examples/registry/tests/layouts.py "$folder/in" 50
serve

push "$folder/in/0:v1" "127.0.0.1:$port/team/app/web:v1"
pull "127.0.0.1:$port/team/app/web:v1" "$folder/out0:v1"
[ "$(blobs "$folder/in/0")" = "$(blobs "$folder/out0")" ] || { echo "the image has changed"; exit 1; }
echo "skopeo: an image of three layers went in and came out"

cat >"$folder/nginx.conf" <<END
daemon off; pid $folder/nginx.pid; error_log $folder/nginx.log;
events {}
http {
    access_log off; client_body_temp_path $folder/body; proxy_temp_path $folder/proxy;
    fastcgi_temp_path $folder/f; uwsgi_temp_path $folder/u; scgi_temp_path $folder/s;
    server {
        listen 127.0.0.1:$front;
        client_max_body_size 0;        # layers are large,
        proxy_request_buffering off;   # and the registry keeps them in a file itself
        location / { proxy_pass http://127.0.0.1:$port; proxy_http_version 1.1; proxy_set_header Host \$http_host; }
    }
}
END
nginx -c "$folder/nginx.conf" -e "$folder/nginx.log" &
proxy=$!
until curl -fs "http://127.0.0.1:$front/v2/" >/dev/null; do kill -0 $proxy; done
push "$folder/in/0:v1" "127.0.0.1:$front/behind/a/proxy:v1"
pull "127.0.0.1:$front/behind/a/proxy:v1" "$folder/out1:v1"
[ "$(blobs "$folder/in/0")" = "$(blobs "$folder/out1")" ] || { echo "the image has changed"; exit 1; }
echo "skopeo: the same behind nginx"

seq 1 50 | xargs -P 50 -I NUMBER skopeo --insecure-policy copy -q --dest-tls-verify=false \
    "oci:$folder/in/NUMBER:v1" "docker://127.0.0.1:$port/many/NUMBER:v1"
for number in 1 25 50; do
    pull "127.0.0.1:$port/many/$number:v1" "$folder/many$number:v1"
    [ "$(blobs "$folder/in/$number")" = "$(blobs "$folder/many$number")" ]
done
"$registry" verify "$folder/store"
echo "skopeo: fifty pushes at once"

# A blob that comes slowly, and a registry that is killed before its end.
upload=$(curl -fsi -X POST "http://127.0.0.1:$port/v2/half/blobs/uploads/" |
    tr -d '\r' | sed -n 's/^[Ll]ocation: //p')
head -c 8000000 /dev/urandom >"$folder/half"
curl -fs -X PATCH --data-binary @"$folder/half" -H 'Content-Type: application/octet-stream' \
    "http://127.0.0.1:$port$upload" >/dev/null
digest=sha256:$(sha256sum "$folder/half" | cut -d' ' -f1)
curl -fs -X PUT "http://127.0.0.1:$port$upload?digest=$digest" >/dev/null &
kill -9 $server
wait $server 2>/dev/null || true
serve
"$registry" verify "$folder/store"
code=$(curl -s -o /dev/null -w '%{http_code}' -I "http://127.0.0.1:$port/v2/half/blobs/$digest")
case $code in
    200 | 404) echo "a push that was killed: the blob is $([ "$code" = 200 ] && echo there || echo not there), and nothing is wrong" ;;
    *) echo "the blob is neither there nor not: $code"; exit 1 ;;
esac
