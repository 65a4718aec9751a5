# Sourced by the tests and the benchmark: a virtual environment with what comes from PyPI, and the
# builds that Python looks at. `prepare [--release]`.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
target=${CARGO_TARGET_DIR:-$root/target}

need() { # a command, and how to get it
    command -v "$1" >/dev/null || { echo "$1 is missing: $2" >&2; exit 1; }
}

# An interpreter with a shared libpython: the environment's own, or Debian's of the same version.
embeddable() {
    local python shared='import sysconfig; exit(not sysconfig.get_config_var("Py_ENABLE_SHARED"))'
    for python in "$VENV/bin/python" /usr/bin/python3.11; do
        if [ -x "$python" ] && "$python" -c "$shared"; then
            if [ "$python" = "$VENV/bin/python" ] || compgen -G "/usr/lib/*/libpython3.11.so" >/dev/null; then
                echo "$python"
                return
            fi
        fi
    done
    echo "there is no shared libpython3.11: apt-get install libpython3.11-dev" >&2
    return 1
}

prepare() {
    local python=${PYTHON:-python3.11} folder=debug list=$root/runtime/python/requirements.txt
    if [ "${1-}" = --release ]; then folder=release; fi
    need "$python" "install Python 3.11, or say PYTHON=…"
    need uwsgi "apt-get install uwsgi-core uwsgi-plugin-python3"

    export VENV=$target/python-venv
    if ! cmp -s "$list" "$VENV/requirements.txt"; then
        "$python" -m venv "$VENV"
        "$VENV/bin/pip" install --quiet --requirement "$list"
        cp "$list" "$VENV/requirements.txt"
    fi

    # The modules, as wheels, without libpython; then the programs, with it. Each has a folder of its
    # own, as pyo3 is built differently for the two.
    local modules=$target/python/modules-$folder wheels=$target/python/wheels-$folder manifest
    rm -rf "$wheels"
    for manifest in runtime/python/tests examples/flask_front; do
        "$VENV/bin/maturin" build --quiet "$@" --target-dir "$target/python" --out "$wheels" \
            --interpreter "$VENV/bin/python" --compatibility linux \
            --manifest-path "$root/$manifest/Cargo.toml"
    done
    rm -rf "$modules"
    "$VENV/bin/pip" install --quiet --no-deps --target "$modules" "$wheels"/*.whl
    local embed
    embed=$(embeddable)
    PYO3_PYTHON=$embed cargo build --quiet "$@" --target-dir "$target/python-host" --features host --bins \
        -p lychgate-python-tests -p lychgate-example-flask-front

    export HOST=$target/python-host/$folder PYTHONDONTWRITEBYTECODE=1
    export PYTHONPATH=$modules:$root/examples/flask_front:$root/runtime/python/tests
}
