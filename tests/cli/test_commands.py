"""Expected trouble on the command line: one sentence on stderr and an exit code."""

from pathlib import Path

import pytest

from tests.cli.running import pointsman


def test_a_bad_setting_is_named(tmp_path: Path) -> None:
    answer = pointsman(tmp_path, "status", POINTSMAN_PORT="many")
    assert answer.returncode == 1
    assert answer.stderr.startswith("POINTSMAN_PORT: ")
    assert len(answer.stderr.splitlines()) == 1


def test_a_data_directory_that_cannot_be_made_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    answer = pointsman(tmp_path / "file" / "data", "up")
    assert answer.returncode == 1
    assert answer.stderr == f"{tmp_path / 'file' / 'data'}: Not a directory\n"


def test_status_without_an_instance_says_how_to_start_one(tmp_path: Path) -> None:
    answer = pointsman(tmp_path, "status")
    assert answer.returncode == 1
    assert "`pointsman up` starts it" in answer.stdout


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({}, "No database is named"),
        ({"POINTSMAN_DATABASE_URL": "postgresql://nobody@127.0.0.1:9/none"}, "The database cannot be reached"),
        ({"POINTSMAN_DATABASE_URL": "not an address"}, "POINTSMAN_DATABASE_URL"),
    ],
)
def test_migrate_without_a_database_is_a_sentence(settings: dict[str, str], sentence: str, tmp_path: Path) -> None:
    answer = pointsman(tmp_path, "migrate", **settings)
    assert answer.returncode == 1
    assert sentence in answer.stderr
    assert "Traceback" not in answer.stderr


def test_doctor_tells_what_is_missing(tmp_path: Path) -> None:
    answer = pointsman(tmp_path, "doctor")
    assert answer.returncode == 1
    assert [line.split()[:2] for line in answer.stdout.splitlines()[:4]] == [
        ["BAD", name] for name in ("postgresql", "migrations", "temporal", "worker")
    ]


def test_up_with_a_database_that_is_away_says_so_and_leaves_nothing(tmp_path: Path) -> None:
    answer = pointsman(tmp_path, "up", POINTSMAN_DATABASE_URL="postgresql://nobody@127.0.0.1:9/none")
    assert answer.returncode == 1
    assert "The database cannot be reached" in answer.stderr
    assert "Traceback" not in answer.stderr
