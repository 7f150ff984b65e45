"""`pointsman start`: the same start as on the page, with sentences for people and JSON for programs."""

import json
from pathlib import Path

import pytest
from sqlalchemy import Connection
from typer.testing import CliRunner, Result

from cli.main import app
from domain.json_types import JsonValue
from domain.vocabulary import EntityType, ExecutionKind, ExecutionStatus
from services.get_execution import get_execution
from services.list_deliveries import list_deliveries
from services.list_executions import list_executions
from tests.factories import make_active, make_draft, make_link, make_published, make_template, open_workflow
from tests.runtime.engine import Engine
from tests.with_engine import worked_database, worker, working

__all__ = ["worked_database", "worker", "working"]


@pytest.fixture
def template(database: Connection, temporal_address: str) -> str:
    found = make_template("GST registration")
    make_active(found)
    return found


def start(*arguments: str, reason: str | None = "Ticket 7", given: str | None = None) -> Result:
    """The command in this process: a process of its own takes two seconds to start."""
    why = ["--reason", reason] if reason is not None else []
    return CliRunner().invoke(app, ["start", *arguments, *why], input=given)


def answer(*arguments: str, given: str | None = None) -> dict[str, str]:
    result = start(*arguments, "--json", given=given)
    assert (result.exit_code, result.stderr) == (0, "")
    found: dict[str, str] = json.loads(result.stdout)
    return found


def test_a_template_is_started_by_its_name_with_all_that_was_said(template: str) -> None:
    context = '{"customerId": "c_1"}'
    found = answer("GST registration", "--input", '{"a": "ü"}', "--context", context, "--name", "Ada's", "--key", "k1")
    execution = get_execution(found["executionId"])
    assert found["outcome"] == "STARTED"
    assert (execution.name, execution.input, execution.context) == ("Ada's", {"a": "ü"}, {"customerId": "c_1"})
    assert (execution.reason, execution.started_by) == ("Ticket 7", "test")


def test_people_get_sentences(template: str) -> None:
    result = start(template)
    assert result.exit_code == 0
    assert result.stdout.startswith("It is started.\nExecution c")


def test_the_same_key_again_starts_nothing(template: str) -> None:
    first, again = answer(template, "--key", "k1"), answer(template, "--key", "k1")
    assert (again["outcome"], again["executionId"]) == ("DUPLICATE", first["executionId"])
    other = start(template, "--key", "k1", "--input", '{"b": 2}')
    assert (other.exit_code, "Another request came before under the same key" in other.stderr) == (1, True)
    assert len(list_executions().rows) == 1


def test_the_input_comes_from_a_file_or_from_standard_input(template: str, tmp_path: Path) -> None:
    file = tmp_path / "order.yaml"
    file.write_text("a: [1, two]\n")
    for source, given in ((str(file), None), ("-", '{"a": [1, "two"]}')):
        found = answer(template, "--input", source, given=given)
        assert get_execution(found["executionId"]).input == {"a": [1, "two"]}


def test_another_version_and_a_draft_are_started_on_purpose(template: str) -> None:
    make_published(template, "0.9.0")
    make_draft(template, "2.0.0")
    assert get_execution(answer(template, "--version", "0.9.0")["executionId"]).version == "0.9.0"
    refused = start(template, "--version", "2.0.0")
    assert (refused.exit_code, "Start it as a test run" in refused.stderr) == (1, True)
    test = answer(template, "--version", "2.0.0", "--test")
    assert get_execution(test["executionId"]).kind is ExecutionKind.TEST


def test_an_entity_starts_what_its_link_says(template: str) -> None:
    make_link(template, "gst:plan", EntityType.PRODUCT)
    found = answer("--entity", "PRODUCT:gst:plan", "--input", '{"a": 1}')
    assert get_execution(found["executionId"]).entity_id == "gst:plan"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--entity", "PRODUCT:unknown"], "Nothing was started. “unknown” is linked to no template."),
        (["No such template"], "There is no template “No such template”"),
        (["GST registration", "--version", "9.9.9"], "There is no version of GST registration “9.9.9”"),
        (["GST registration", "--service-request", "sr_404"], "“sr_404” is not known to the backend"),
    ],
)
def test_what_is_refused_is_a_sentence_and_exit_code_1(template: str, arguments: list[str], told: str) -> None:
    result = start(*arguments)
    assert (result.exit_code, result.stdout) == (1, "")
    assert told in result.stderr


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ([], "Name either a template or, with --entity"),
        (["a", "--entity", "PRODUCT:b"], "Name either a template or, with --entity"),
        (["--entity", "PLAN:b"], "--entity must be SERVICE_CATALOG:ID or PRODUCT:ID, but is “PLAN:b”"),
        (["--entity", "PRODUCT:b", "--version", "1.0.0"], "belong to a template"),
        (["a", "--input", '{"a":'], "--input: not valid JSON at line 1, column 6"),
        (["a", "--input", "nowhere.json"], "nowhere.json: No such file"),
        (["a", "--context", "[]"], "--context: must be a JSON object"),
    ],
)
def test_a_wrong_command_is_told_and_exit_code_2(arguments: list[str], told: str) -> None:
    result = start(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert told in result.stderr


@pytest.mark.parametrize("reason", [None, "", "  "])
def test_a_reason_is_asked_for(template: str, reason: str | None) -> None:
    result = start(template, reason=reason)
    assert (result.exit_code, "--reason is missing" in result.stderr) == (2, True)
    assert list_deliveries().rows == ()


def test_it_waits_for_the_end_when_asked_to(working: Engine) -> None:
    good, bad = make_template("Good"), make_template("Bad")
    make_active(good)
    wrong: JsonValue = {"raise": {"error": {"type": "https://x.example/bad", "status": 503, "title": "Broken"}}}
    make_active(bad, definition=open_workflow("bad", do=[{"wrong": wrong}]))
    assert answer(good, "--wait")["status"] == ExecutionStatus.COMPLETED
    result = start(bad, "--wait")
    assert (result.exit_code, result.stdout.strip().endswith("is failed.")) == (3, True)
