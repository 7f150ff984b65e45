"""An execution knows the behaviour of the interpreter that it is started with."""

import pytest
from sqlalchemy import Connection

from runtime.contracts import INTERPRETER_VERSION
from runtime.histories import Spot
from runtime.service import temporal
from services.attempt_start import attempt_start
from services.get_execution import get_execution
from tests.factories import make_active, make_custom_template, make_template, start
from tests.services.conftest import PointTo
from tests.storage.rows import insert_execution, run


@pytest.fixture
def template(database: Connection) -> str:
    """An Open Workflow template that is on."""
    found = make_template()
    make_active(found)
    return found


def sent(execution: str) -> object:
    """The interpreter version in what Temporal was handed."""
    [begun] = [
        event
        for event in temporal().history_back(execution, Spot(), 50).events
        if event.type == "WorkflowExecutionStarted"
    ]
    match begun.attributes["input"]:
        case [{"interpreter_version": version}]:
            return version
    raise AssertionError(begun.attributes)


def test_what_is_stored_is_what_was_sent(template: str, temporal_address: str) -> None:
    execution = start(template).execution_id or ""
    assert get_execution(execution).interpreter_version == sent(execution) == INTERPRETER_VERSION


def test_a_later_attempt_sends_what_the_row_says(
    template: str, temporal_away: None, temporal_at: PointTo, temporal_server_address: str, database: Connection
) -> None:
    execution = start(template).execution_id or ""
    run(database, "UPDATE pointsman.execution_run SET interpreter_version = '1'")
    temporal_at(temporal_server_address)
    attempt_start(execution)
    assert sent(execution) == get_execution(execution).interpreter_version == "1"


def test_a_custom_execution_has_none(database: Connection) -> None:
    template = make_custom_template()
    make_active(template, definition={})
    assert get_execution(start(template).execution_id or "").interpreter_version is None


def test_an_execution_of_the_backend_has_none(database: Connection, template: str) -> None:
    insert_execution(database, "by-the-backend", make_active(make_template("Another")))
    assert get_execution("by-the-backend").interpreter_version is None
