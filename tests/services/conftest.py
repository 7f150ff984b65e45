"""Temporal away and back, and a team's own Temporal worker."""

import secrets
from collections.abc import Callable, Iterator
from time import monotonic

import pytest
from sqlalchemy import Connection

from cli.parts.ports import free_port
from domain.settings import forget_settings
from tests.factories import make_active, make_custom_template
from tests.services.team import WORKFLOW_TYPE, team_worker

PointTo = Callable[[str], None]


def until_true(is_so: Callable[[], bool], seconds: float = 60) -> None:
    """Ask again and again; each question goes to a real server and back."""
    deadline = monotonic() + seconds
    while not is_so():
        if monotonic() > deadline:
            raise TimeoutError(f"Not so within {seconds:g} s.")


@pytest.fixture
def temporal_at(monkeypatch: pytest.MonkeyPatch) -> Iterator[PointTo]:
    """Points this process to another Temporal address."""

    def point(address: str) -> None:
        monkeypatch.setenv("POINTSMAN_TEMPORAL_ADDRESS", address)
        forget_settings()

    yield point
    forget_settings()


@pytest.fixture
def temporal_away(temporal_at: PointTo) -> None:
    """Nobody listens where Temporal should be."""
    temporal_at(f"127.0.0.1:{free_port()}")


@pytest.fixture(scope="session")
def team_queue(temporal_server_address: str) -> Iterator[str]:
    """The task queue of a team whose worker polls it."""
    queue = f"team-{secrets.token_hex(4)}"
    with team_worker(temporal_server_address, queue):
        yield queue


@pytest.fixture
def team_template(database: Connection, temporal_address: str, team_queue: str) -> str:
    """A custom template that is on; the input's ``plan`` says what its workflow does."""
    found = make_custom_template(team_queue, WORKFLOW_TYPE)
    make_active(found, definition={"steps": ["hand over"]})
    return found
