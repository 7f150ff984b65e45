"""PostgreSQL, Temporal and worker that keep ports and data: a kill -9 and a restart are all that happens to them."""

import random
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

from cli.parts.application import start_command
from cli.parts.child import Child, start_child
from cli.parts.ports import next_free_port
from cli.parts.postgres import HOST, ensure_database, start_postgres
from cli.parts.temporal import start_temporal
from domain.settings import forget_settings
from migrations.run import migrate
from storage.database import close_pools

ROOT = Path(__file__).resolve().parents[3]


class Stack:
    """The parts by name. A commit is on its way to the disk before it is told; a ``durable`` one has arrived there."""

    def __init__(self, directory: Path, *, durable: bool = False) -> None:
        directory.mkdir()
        self.directory = directory
        self._options = [] if durable else ["fsync=off"]
        self.children: dict[str, Child] = {}
        self._database_port, self._temporal_port = _steady_port(), _steady_port()
        self.address = f"{HOST}:{self._temporal_port}"
        self.start("postgres")
        migrate(self.database_url)
        self.start("temporal")

    @property
    def environment(self) -> dict[str, str]:
        """The settings with which a process finds this stack."""
        return {
            "POINTSMAN_DATA_DIR": str(self.directory),
            "POINTSMAN_DATABASE_URL": self.database_url,
            "POINTSMAN_TEMPORAL_ADDRESS": self.address,
            "POINTSMAN_LOG_FORMAT": "console",
        }

    def start(self, part: str) -> None:
        """Start a part, or start it again where it was; servers serve when this returns, a worker is on its way."""
        starters: dict[str, Callable[[], Child]] = {
            "postgres": self._postgres,
            "temporal": self._temporal,
            "worker": lambda: start_command("worker", logs=self.directory, env=self.environment),
        }
        self.children[part] = starters[part]()

    def run(self, name: str, module: str, *arguments: str) -> Child:
        """Start a Python module of the tests as a part called ``name``."""
        command = [sys.executable, "-m", module, *arguments]
        log = self.directory / f"{name}.log"
        self.children[name] = start_child(name, command, log=log, env=self.environment, cwd=ROOT)
        return self.children[name]

    def kill(self, name: str) -> None:
        """kill -9, when it still runs."""
        process = self.children[name].process
        process.kill()
        process.wait()

    def stop(self) -> None:
        """Stop everything, servers last."""
        for name in sorted(self.children, key=["temporal", "postgres"].__contains__):
            self.children[name].stop(seconds=10)

    def configured(self) -> AbstractContextManager[None]:
        """Lead the services of this process to the stack."""
        return configured(self.environment)

    def _postgres(self) -> Child:
        server = start_postgres(
            self.directory / "postgres",
            self._database_port,
            log=self.directory / "postgres.log",
            options=self._options,
        )
        self.database_url = ensure_database(server.url, "pointsman")
        return server.child

    def _temporal(self) -> Child:
        log, journal = self.directory / "temporal.log", self.directory / "journal.db"
        return start_temporal(self._temporal_port, log=log, journal=journal).child


@contextmanager
def configured(environment: dict[str, str]) -> Iterator[None]:
    """Lead the services of this process to servers; settings as environment variables."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in environment.items():
            patch.setenv(name, value)
        forget_settings()
        yield
        close_pools()
    forget_settings()


@contextmanager
def running_stack(directory: Path, *, durable: bool = False) -> Iterator[Stack]:
    """PostgreSQL and Temporal, new and empty; the worker is started by the test."""
    stack = Stack(directory, durable=durable)
    try:
        yield stack
    finally:
        stack.stop()


def _steady_port() -> int:
    """A free port below those that the system gives to outgoing connections: nobody takes it while we are away."""
    return next_free_port(HOST, random.randrange(20_000, 30_000))
