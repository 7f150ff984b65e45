"""Ports are taken by others at any moment."""

import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from cli.parts.child import PartDied
from cli.parts.ports import HOST, free_port, next_free_port, on_free_ports
from domain.errors import PointsmanError

DIED = PartDied("part", 1, Path("part.log"))


@pytest.fixture
def take() -> Iterator[Callable[[int], None]]:
    """Listens on a port until the end of the test."""
    with ExitStack() as stack:
        yield lambda port: (stack.enter_context(socket.create_server((HOST, port))), None)[1]


def test_a_taken_port_gives_the_next_one(take: Callable[[int], None]) -> None:
    wanted = free_port()
    take(wanted)
    assert next_free_port(HOST, wanted) > wanted


def test_a_server_that_lost_its_port_to_somebody_quicker_gets_another(take: Callable[[int], None]) -> None:
    tried: list[int] = []

    def start(port: int) -> int:
        tried.append(port)
        if len(tried) == 1:
            take(port)
            raise DIED
        return port

    assert on_free_ports(start, free_port()) == tried[1] > tried[0]


def test_a_server_that_died_of_something_else_is_not_tried_again() -> None:
    tried: list[int] = []

    def start(port: int) -> int:
        tried.append(port)
        raise DIED

    with pytest.raises(PartDied):
        on_free_ports(start, free_port())
    assert len(tried) == 1


def test_a_server_that_never_gets_a_port_is_given_up(take: Callable[[int], None]) -> None:
    def start(port: int) -> int:
        take(port)
        raise DIED

    with pytest.raises(PointsmanError, match="taken again and again"):
        on_free_ports(start, free_port())
