"""The whole product for journeys: its web app and a worker of its own, each a process, on real servers."""

import os
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from cli.parts.application import has_poller, start_command
from cli.parts.child import Child
from tests.journeys.serving import served

NAMESPACE = "default"
PATIENCE_SECONDS = 60


@dataclass(frozen=True)
class Product:
    """``url`` of the web app, and the settings with which web app and worker were started."""

    url: str
    env: Mapping[str, str]


def settings_for(database_url: str, temporal_address: str, folder: Path) -> dict[str, str]:
    """Settings of one product: a task queue of its own, nothing from the developer's environment."""
    foreign = {name: "" for name in os.environ if name.startswith("POINTSMAN_")}
    return {
        **foreign,
        "POINTSMAN_ACTOR": "ann@acme.example",
        "POINTSMAN_DATA_DIR": str(folder / "no-instance"),
        "POINTSMAN_DATABASE_URL": database_url,
        "POINTSMAN_TEMPORAL_ADDRESS": temporal_address,
        "POINTSMAN_TASK_QUEUE": f"journeys-{secrets.token_hex(4)}",
    }


@contextmanager
def running_product(
    database_url: str, temporal_address: str, folder: Path, *, await_worker: bool = True
) -> Iterator[Product]:
    """Serve the pages and work on the product's own task queue until the end of the block.

    Without ``await_worker`` Temporal may be away: the worker goes on looking for it.
    """
    env = settings_for(database_url, temporal_address, folder)
    worker = start_command("worker", logs=folder, env=env)
    try:
        with served("app:app", folder / "web.log", env) as url:
            if await_worker:
                _await_poller(worker, env)
            yield Product(url, env)
    finally:
        worker.stop(seconds=15)


def _await_poller(worker: Child, env: Mapping[str, str]) -> None:
    address, queue = env["POINTSMAN_TEMPORAL_ADDRESS"], env["POINTSMAN_TASK_QUEUE"]
    worker.wait_until(lambda: has_poller(address, NAMESPACE, queue), PATIENCE_SECONDS, pause=0.2)
