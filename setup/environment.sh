#!/bin/sh
# Makes .venv exactly as uv.lock says. Needs Python 3.11 or newer; PYTHON names another than the first that is found.
set -eu
cd "$(dirname "$0")/.."

fresh_enough() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}

find_python() {
    for candidate in ${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11 python}; do
        if fresh_enough "$candidate"; then
            "$candidate" -c 'import sys; print(sys.executable)'
            return
        fi
    done
    echo "Pointsman needs Python 3.11 or newer, and ${PYTHON:-python3} is $(${PYTHON:-python3} --version 2>&1 || true)." \
        "Install one, or name it: make PYTHON=/path/to/python3.12 run" >&2
    exit 1
}

tools=build/tools
python=$(find_python)

if ! cmp -s setup/uv.txt "$tools/uv.txt"; then
    rm -rf "$tools"
    if ! "$python" -c 'import venv, ensurepip' 2>/dev/null; then
        version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
        echo "This Python cannot make environments yet. On Debian and Ubuntu: apt-get install python$version-venv" >&2
        exit 1
    fi
    echo "Getting uv …"
    "$python" -m venv "$tools"
    "$tools/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes -r setup/uv.txt
    cp setup/uv.txt "$tools/uv.txt"
fi

if ! "$tools/bin/uv" sync --locked --quiet --check --python "$python" --no-python-downloads 2>/dev/null; then
    echo "Making the environment from uv.lock …"
    "$tools/bin/uv" sync --locked --quiet --compile-bytecode --python "$python" --no-python-downloads
fi
