"""`pointsman up` when something dies. One data directory for all, so that each start follows the fault before it."""

import signal
import socket
from pathlib import Path

import pytest

from tests.cli.running import pointsman, running


@pytest.fixture(scope="module")
def data_dir(scratch: Path) -> Path:
    return scratch / "faults"


@pytest.mark.parametrize("part", ["worker", "postgres"])
def test_the_death_of_a_part_stops_everything_and_is_told(part: str, data_dir: Path) -> None:
    with running(data_dir) as up:
        up.kill(part)
        code, output = up.end()
    assert code == 1
    assert f"{part} was ended by SIGKILL. Its log is {data_dir / 'logs' / part}.log" in output
    assert up.left() == []


def test_the_death_of_the_supervisor_leaves_nothing(data_dir: Path) -> None:
    with running(data_dir) as up:
        up.process.send_signal(signal.SIGKILL)
        up.end()
    assert up.left() == []
    assert pointsman(data_dir, "status").returncode == 1


def test_a_taken_port_gives_the_next_one_and_ctrl_c_stops(data_dir: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with running(data_dir, POINTSMAN_PORT=str(port)) as up:
            up.process.send_signal(signal.SIGINT)
            code, output = up.end()
    assert code == 0
    assert f"Port {port} is taken" in output
    assert up.instance.web_url != f"http://127.0.0.1:{port}"
    assert up.left() == []
