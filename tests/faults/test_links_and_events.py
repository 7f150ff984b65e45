"""Faults that peers shipped with triggers and events, one test each, named after the fault."""

import pytest
from sqlalchemy import Connection, text

from domain.json_types import JsonObject
from domain.settings import forget_settings
from domain.vocabulary import Origin, Outcome
from services.check_worker import check_worker
from services.get_execution import get_execution
from services.list_deliveries import get_delivery, list_deliveries
from services.list_executions import list_executions
from services.read_ledger import read_ledger
from services.remove_link import remove_link
from services.retry_start import retry_start
from services.set_link_enabled import set_link_enabled
from services.start_execution import StartOrder, start_execution
from tests.factories import AUTHOR, buy, make_active, make_custom_template, make_link, make_template, start

RICH: JsonObject = {
    "name": "Zoë 👩‍👩‍👧 مرحبا <b>&amp;</b> **bold**",
    "amounts": [0.1, 1e-7, 12345678901234567890, -0.5],
    "empty": {"object": {}, "list": [], "text": "", "null": None, "false": False},
    "password": "*** is not a redaction here",
    "long": "x" * 20_000,
}


@pytest.fixture
def template(database: Connection) -> str:
    """A template that is on."""
    found = make_template()
    make_active(found)
    return found


def test_a_change_by_the_api_left_no_record(template: str) -> None:
    receipt = start_execution(StartOrder(template, {}, "From a script"), actor="script", origin=Origin.API)
    [row] = read_ledger(subject_id=receipt.execution_id)
    assert (row.actor, row.action, row.reason) == ("script", "execution.start", "From a script")


def test_deleting_only_a_trigger_left_no_record(template: str) -> None:
    link = make_link(template, "plan")
    remove_link(link, actor=AUTHOR, reason="Not sold any more")
    [removed, _added] = read_ledger(subject_id=link)
    assert (removed.action, removed.reason) == ("link.remove", "Not sold any more")
    assert removed.before == {"entityType": "PRODUCT", "entityId": "plan"}


def test_a_disabled_link_still_fired(template: str) -> None:
    set_link_enabled(make_link(template), enabled=False, actor=AUTHOR, reason="Paused")
    assert buy().outcome is Outcome.LINK_DISABLED
    assert list_executions().rows == ()


def test_a_removed_link_still_fired(template: str) -> None:
    remove_link(make_link(template), actor=AUTHOR, reason="Moved")
    assert buy().outcome is Outcome.NO_LINK


@pytest.mark.parametrize("breakage", ["no link", "broken expression", "endless expression", "greedy expression"])
def test_a_webhook_was_answered_nothing_started_and_nothing_was_logged(
    template: str, database: Connection, breakage: str
) -> None:
    expressions = {
        "broken expression": ".a.b.c | tonumber | explode",
        "endless expression": "def f: f; f",
        "greedy expression": "[range(1e9)]",
    }
    if breakage in expressions:
        make_link(template)
        setting = text("UPDATE pointsman.link_setting SET input_expression = :text")
        database.execute(setting, {"text": expressions[breakage]})
    receipt = buy()
    row, _ = get_delivery(receipt.delivery_id)
    assert receipt.execution_id is None
    assert row.outcome in {Outcome.NO_LINK, Outcome.INVALID_INPUT}
    assert row.detail


def test_start_like_this_one_dropped_inputs(template: str) -> None:
    order = StartOrder(template, RICH, "First", context={"directorID": "d1", "tags": ["a", None]})
    first = get_execution(start_execution(order, actor=AUTHOR).execution_id or "")
    again = StartOrder(template, first.input, "Like this one", context=first.context or {})
    second = get_execution(start_execution(again, actor=AUTHOR).execution_id or "")
    assert (second.input, second.context) == (RICH, order.context)


def test_a_rerun_used_the_data_of_another_run(template: str) -> None:
    ids = [start(template, {"customer": name}).execution_id or "" for name in ("first", "second", "third")]
    assert [get_execution(execution).input for execution in ids] == [
        {"customer": "first"},
        {"customer": "second"},
        {"customer": "third"},
    ]


def test_a_rerun_submitted_the_redacted_payload(template: str) -> None:
    make_link(template)
    receipt = buy(payload=RICH)
    assert get_execution(receipt.execution_id or "").input == RICH
    assert get_delivery(receipt.delivery_id)[1] == RICH


def test_a_retry_button_always_answered_409(
    template: str, temporal_address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as elsewhere:
        elsewhere.setenv("POINTSMAN_TEMPORAL_NAMESPACE", "not-made-yet")
        forget_settings()
        failed = start(template).execution_id or ""
        assert retry_start(failed, actor=AUTHOR, reason="Hope").outcome is Outcome.FAILED_TO_START
    forget_settings()
    assert retry_start(failed, actor=AUTHOR, reason="Mended").outcome is Outcome.STARTED


def test_a_queue_that_nobody_polls_was_not_told(database: Connection, temporal_address: str) -> None:
    told = check_worker(make_custom_template(task_queue="nobody-polls-this"))
    assert (told or "").startswith("No worker polls the task queue “nobody-polls-this” right now.")


def test_a_delivery_was_lost_when_its_template_was_switched_off_in_between(database: Connection) -> None:
    make_link(make_template("Off"))
    buy()
    [row] = list_deliveries().rows
    assert (row.outcome, row.detail) == (Outcome.NO_ACTIVE_VERSION, "“Off” has no active version.")
