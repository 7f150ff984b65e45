"""`pointsman up`, from a start in an empty directory to a stop in good order."""

import json
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from cli.parts.temporal import serves
from tests.cli.running import Up, pointsman, running


@pytest.fixture(scope="module")
def data_dir(scratch: Path) -> Path:
    return scratch / "up"


@pytest.fixture(scope="module")
def up(data_dir: Path) -> Iterator[Up]:
    with running(data_dir) as up:
        yield up


def test_status_tells_every_address_and_each_is_true(up: Up, data_dir: Path) -> None:
    told = json.loads(pointsman(data_dir, "status", "--json").stdout)
    assert (told["running"], told["ready"], told["pid"]) == (True, True, up.process.pid)
    assert serves(told["temporal_address"])
    with psycopg.connect(told["database_url"]) as connection:
        assert connection.execute('SELECT count(*) FROM "WorkflowTemplate"').fetchone() == (0,)
    for url in (f"{told['web_url']}/healthz", f"{told['web_url']}/readyz", told["temporal_ui_url"]):
        with urllib.request.urlopen(url, timeout=10) as answer:
            assert answer.status == 200


def test_status_tells_state_and_process_of_each_part(up: Up, data_dir: Path) -> None:
    parts = json.loads(pointsman(data_dir, "status", "--json").stdout)["parts"]
    assert {name: part["state"] for name, part in parts.items()} == dict.fromkeys(
        ("postgres", "temporal", "worker", "web"), "running"
    )
    assert {part["pid"] for part in parts.values()} <= {process.pid for process in up.family}


def test_a_second_up_names_the_first_and_leaves_it_alone(up: Up, data_dir: Path) -> None:
    second = pointsman(data_dir, "up")
    assert second.returncode == 1
    assert str(up.process.pid) in second.stderr
    assert str(up.instance.web_url) in second.stderr
    assert up.process.poll() is None


def test_other_commands_find_the_instance_without_being_told(up: Up, data_dir: Path) -> None:
    doctor = pointsman(data_dir, "doctor")
    assert [line.split()[:2] for line in doctor.stdout.splitlines()[:4]] == [
        ["ok", name] for name in ("postgresql", "migrations", "temporal", "worker")
    ]
    assert pointsman(data_dir, "migrate").stdout == "The database is up to date.\n"


def test_the_database_asks_for_its_password(up: Up) -> None:
    scheme, _, rest = str(up.instance.database_url).partition("://")
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(f"{scheme}://postgres@{rest.partition('@')[2]}")


def test_sigterm_stops_everything_and_leaves_nothing(up: Up, data_dir: Path) -> None:
    """The last test of this file, as it ends the instance."""
    up.process.terminate()
    code, _ = up.end()
    assert code == 0
    assert up.left() == []
    status = pointsman(data_dir, "status", "--json")
    assert (status.returncode, json.loads(status.stdout)["running"]) == (1, False)
