"""The built browser pieces of ``frontend/``: their files and their content-hashed addresses."""

import json
from functools import cache
from pathlib import Path

DIST = Path(__file__).resolve().parent.parent / "frontend" / "dist"
PREFIX = "/assets/"


@cache
def built_files() -> dict[str, str]:
    """Name of each piece to its hashed file name; empty when ``frontend/`` has not been built."""
    manifest = DIST / "manifest.json"
    if not manifest.is_file():
        return {}
    return {str(name): str(file) for name, file in json.loads(manifest.read_text("utf-8")).items()}


def asset_url(name: str) -> str | None:
    """The address of a built piece such as ``graph.js``, or None when it is not there."""
    file = built_files().get(name)
    return PREFIX + file if file else None
