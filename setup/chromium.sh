#!/bin/sh
# Sees to it that the journeys find a Chromium: the system's, else one from apt where we are root, else Playwright's.
set -eu
cd "$(dirname "$0")/.."

for candidate in "${POINTSMAN_TEST_CHROMIUM:-}" chromium chromium-browser google-chrome google-chrome-stable; do
    if [ -n "$candidate" ] && command -v "$candidate" >/dev/null; then
        exit 0
    fi
done

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing Chromium with apt …"
    if apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium >/dev/null; then
        exit 0
    fi
fi

echo "Installing Chromium with Playwright …"
if ! .venv/bin/playwright install chromium; then
    echo "There is no Chromium for the journeys. Install one, or name it in POINTSMAN_TEST_CHROMIUM." >&2
    exit 1
fi
