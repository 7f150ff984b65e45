"""`pointsman validate`: lines for people, JSON for programs, exit codes for both."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from cli.main import app
from tests.cli.running import pointsman
from tests.factories import calling, open_workflow

BROKEN = """\
document: {dsl: '1.0.3', namespace: acme, name: broken, version: '1.0.0'}
do:
  - ask:
      call: htttp
  - wait:
      listen: {to: {any: []}}
"""


def validate(*arguments: str) -> Result:
    """The command in this process: a process of its own takes two seconds to start."""
    return CliRunner().invoke(app, ["validate", *arguments])


def written(directory: Path, name: str, content: Any) -> str:
    path = directory / name
    path.write_text(content if isinstance(content, str) else json.dumps(content))
    return str(path)


def test_a_valid_definition_is_silent(tmp_path: Path) -> None:
    answer = validate(written(tmp_path, "a.json", open_workflow()))
    assert (answer.exit_code, answer.stdout) == (0, "")
    assert answer.stderr == "1 of 1 valid; errors: 0, warnings: 0\n"


def test_a_finding_is_a_line_with_its_place(tmp_path: Path) -> None:
    file = written(tmp_path, "a.yaml", BROKEN)
    answer = validate(file)
    assert answer.exit_code == 1
    first, second = answer.stdout.splitlines()
    assert first.startswith(f"{file}:4:13: error: unknown call “htttp”.")
    assert first.endswith("Did you mean “http”? (/do/0/ask/call)")
    assert second.startswith(f"{file}:5:5: warning: waits for events without end")


def test_warnings_fail_only_when_asked(tmp_path: Path) -> None:
    file = written(tmp_path, "a.yaml", BROKEN.replace("htttp", "http").replace("call: http", "set: {x: 1}"))
    assert validate(file).exit_code == 0
    assert validate("--strict", file).exit_code == 1


def test_programs_get_json(tmp_path: Path) -> None:
    answer = validate("--format", "json", written(tmp_path, "a.yaml", BROKEN))
    ((first, second),) = [each["findings"] for each in json.loads(answer.stdout)]
    assert (first["line"], first["column"], first["rule"], first["severity"]) == (4, 13, "reference", "error")
    assert first["suggestion"] == "Did you mean “http”?"
    assert second["severity"] == "warning"


def test_files_may_run_each_other_and_those_of_a_directory(tmp_path: Path) -> None:
    parent = written(tmp_path, "parent.json", open_workflow("parent", do=calling("child", "1.1.0")))
    child = written(tmp_path, "child.json", open_workflow("child", version="1.1.0", do=calling("leaf", "active")))
    (tmp_path / "more").mkdir()
    written(tmp_path / "more", "leaf.yml", open_workflow("leaf"))
    assert validate(parent).exit_code == 0
    alone = validate(parent, child)
    assert "there is no active version of a workflow acme/leaf" in alone.stdout
    assert validate(parent, child, "--with", str(tmp_path / "more")).exit_code == 0


def test_a_circle_through_files_is_found(tmp_path: Path) -> None:
    files = [written(tmp_path, f"{a}.json", open_workflow(a, do=calling(b))) for a, b in (("x", "y"), ("y", "x"))]
    answer = validate(*files)
    assert "would run itself without end: acme/y 1.0.0 → acme/x 1.0.0" in answer.stdout


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('{"a" 1}', "a.json:1:6: error: Expecting ':' delimiter."),
        ('{"a": 1, "a": 2}', "a.json:1:10: error: /a is there twice"),
        ("[]", "a.json:1:1: error: must be a JSON object"),
    ],
)
def test_a_text_that_is_no_definition_is_a_finding(tmp_path: Path, text: str, line: str) -> None:
    answer = validate(written(tmp_path, "a.json", text))
    assert answer.exit_code == 1
    assert line in answer.stdout


def test_standard_input_is_read() -> None:
    answer = CliRunner().invoke(app, ["validate", "-"], input=BROKEN)
    assert answer.exit_code == 1
    assert answer.stdout.startswith("-:4:13: error:")


@pytest.mark.parametrize("arguments", [(), ("nowhere.json",), ("--with", "nowhere", "a.json"), ("latin.json",)])
def test_what_cannot_be_read_is_another_exit_code(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    (tmp_path / "latin.json").write_bytes(b'{"a": "\xff"}')
    written(tmp_path, "a.json", open_workflow())
    named = [argument if argument.startswith("--") else str(tmp_path / argument) for argument in arguments]
    answer = validate(*named)
    assert answer.exit_code == 2
    assert "Traceback" not in answer.stderr


def test_neither_database_nor_temporal_is_needed(tmp_path: Path) -> None:
    away = {"POINTSMAN_DATABASE_URL": "postgresql://127.0.0.1:9/none", "POINTSMAN_TEMPORAL_ADDRESS": "127.0.0.1:9"}
    answer = pointsman(tmp_path, "validate", written(tmp_path, "a.json", open_workflow()), **away)
    assert answer.returncode == 0
