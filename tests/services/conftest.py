"""Temporal away and back, and a team's own Temporal worker."""

from collections.abc import Callable, Iterator

import pytest

from cli.parts.ports import free_port
from domain.settings import get_settings

PointTo = Callable[[str], None]


@pytest.fixture
def temporal_at(monkeypatch: pytest.MonkeyPatch) -> Iterator[PointTo]:
    """Points this process to another Temporal address."""

    def point(address: str) -> None:
        monkeypatch.setenv("POINTSMAN_TEMPORAL_ADDRESS", address)
        get_settings.cache_clear()

    yield point
    get_settings.cache_clear()


@pytest.fixture
def temporal_away(temporal_at: PointTo) -> None:
    """Nobody listens where Temporal should be."""
    temporal_at(f"127.0.0.1:{free_port()}")
