"""`pointsman diff`: words for people, a patch for programs, exit codes for both."""

import json
from pathlib import Path
from typing import Any

import jsonpatch
import pytest
from typer.testing import CliRunner, Result

from cli.main import app
from domain.errors import InvalidInput, NotFound
from services.compare_versions import compare_versions
from tests.factories import make_draft, make_template, open_workflow


def compare(*arguments: str) -> Result:
    """The command in this process: a process of its own takes two seconds to start."""
    return CliRunner().invoke(app, ["diff", *arguments])


def written(directory: Path, name: str, content: Any) -> str:
    path = directory / name
    path.write_text(content if isinstance(content, str) else json.dumps(content))
    return str(path)


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, str]:
    """A file of each syntax; the second one has a task more."""
    return (
        written(tmp_path, "old.json", {"do": [{"a": {"set": 1}}]}),
        written(tmp_path, "new.yaml", "do:\n- first: {set: 0}\n- a: {set: 1}\n"),
    )


def test_equal_files_are_the_same_whatever_their_syntax(tmp_path: Path) -> None:
    old, new = written(tmp_path, "a.json", {"b": 1, "a": [2.0]}), written(tmp_path, "b.yaml", "a: [2]\nb: 1\n")
    answer = compare(old, new)
    assert (answer.exit_code, answer.stdout) == (0, "Nothing differs.\n")


def test_a_difference_is_a_line_and_exit_code_1(files: tuple[str, str]) -> None:
    answer = compare(*files)
    assert answer.exit_code == 1
    assert len(answer.stdout.splitlines()) == 1
    assert "first" in answer.stdout


def test_programs_get_a_patch_that_makes_one_of_the_other(files: tuple[str, str]) -> None:
    answer = compare("--format", "json-patch", *files)
    patch = json.loads(answer.stdout)
    assert patch == [{"op": "add", "path": "/do/0", "value": {"first": {"set": 0}}}]
    assert jsonpatch.apply_patch(json.loads(Path(files[0]).read_text()), patch)["do"][1] == {"a": {"set": 1}}


def test_markdown_has_a_heading_with_both_names(files: tuple[str, str]) -> None:
    answer = compare("--format", "markdown", *files)
    assert answer.stdout.startswith("# `new.yaml`: ")


def test_nothing_in_a_file_reaches_the_terminal_as_a_command(tmp_path: Path) -> None:
    old, new = written(tmp_path, "a.json", {"a": "x"}), written(tmp_path, "b.json", {"a": "\x1b[2J"})
    assert "\x1b" not in compare(old, new).stdout


@pytest.mark.parametrize("arguments", [("one.json",), ("nowhere.json", "one.json"), ("one.json", "bad.json")])
def test_what_cannot_be_compared_is_a_sentence_and_exit_code_2(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    written(tmp_path, "one.json", {})
    written(tmp_path, "bad.json", '{"a" 1}')
    answer = compare(*(str(tmp_path / each) for each in arguments))
    assert answer.exit_code == 2
    assert answer.stderr.strip()
    assert "Traceback" not in answer.stderr


@pytest.mark.usefixtures("fresh_database_url")
def test_two_versions_of_a_template_are_told_by_its_name_or_its_id() -> None:
    template = make_template("Incorporation")
    make_draft(template, "1.0.0", open_workflow())
    make_draft(template, "1.1.0", open_workflow(do=[{"greet": {"set": {"hello": "moon"}}}]))
    by_name, by_id = compare("Incorporation", "1.0.0", "1.1.0"), compare(template, "1.0.0", "1.1.0")
    assert (by_name.exit_code, by_id.exit_code) == (1, 1)
    assert by_name.stdout == by_id.stdout != ""
    assert compare(template, "1.0.0", "1.0.0").exit_code == 0
    assert compare(template, "1.0.0", "9.9.9").exit_code == 2
    with pytest.raises(NotFound, match="no template"):
        compare_versions("Nothing", "1.0.0", "1.1.0")
    make_template("Incorporation")
    with pytest.raises(InvalidInput, match="several are called"):
        compare_versions("Incorporation", "1.0.0", "1.1.0")
