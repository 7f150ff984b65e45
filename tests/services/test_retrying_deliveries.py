"""A refused delivery is decided again, with all that was asked, and once."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Connection, text

from domain.errors import Conflict, InvalidInput, NotAllowed, NotFound, PointsmanError
from domain.json_types import JsonObject
from domain.settings import forget_settings
from domain.vocabulary import EntityType, ExecutionStatus, Origin, Outcome
from services._intake import Receipt
from services.get_execution import get_execution
from services.get_template import get_template
from services.list_deliveries import get_delivery
from services.list_executions import list_executions
from services.read_ledger import read_ledger
from services.receive_event import Event, receive_event
from services.retry_deliveries import retry_deliveries
from services.retry_delivery import Correction, retry_delivery
from services.set_link_enabled import set_link_enabled
from services.start_execution import StartOrder, start_execution
from services.switch_off_template import switch_off_template
from tests.factories import (
    AUTHOR,
    BUYER,
    buy,
    make_active,
    make_link,
    make_template,
    open_workflow,
)

CONTEXT: JsonObject = {"customerId": "cus_1", "subscriptionId": "sub_1"}
EVENT = Event(BUYER, "ev_1", EntityType.PRODUCT, "us-incorporation", {"directors": 2}, CONTEXT, reason="Bought")
NEEDS_NUMBER: JsonObject = {
    "type": "object",
    "properties": {"directors": {"type": "integer"}},
    "required": ["directors"],
}


def strict() -> JsonObject:
    return {**open_workflow(), "input": {"schema": {"format": "json", "document": NEEDS_NUMBER}}}


def again(delivery_id: str, seen: Outcome | None, correction: Correction | None = None) -> Receipt:
    return retry_delivery(delivery_id, seen=seen, actor=AUTHOR, reason="Put right", correction=correction)


@pytest.fixture
def template(database: Connection, temporal_address: str) -> str:
    """A template that is on and has no link."""
    found = make_template()
    make_active(found, definition=strict())
    return found


def test_a_purchase_without_a_link_starts_once_the_link_is_there(template: str) -> None:
    first = receive_event(EVENT, actor=BUYER)
    assert first.outcome is Outcome.NO_LINK
    assert again(first.delivery_id, Outcome.NO_LINK).outcome is Outcome.NO_LINK
    make_link(template)
    receipt = again(first.delivery_id, Outcome.NO_LINK)
    execution = get_execution(receipt.execution_id or "")
    assert (receipt.delivery_id, receipt.outcome) == (first.delivery_id, Outcome.STARTED)
    assert (execution.input, execution.context, execution.started_by) == ({"directors": 2}, CONTEXT, AUTHOR)
    assert execution.origin is Origin.LINK


def test_the_senders_copy_is_still_the_same_request_afterwards(template: str) -> None:
    first = receive_event(EVENT, actor=BUYER)
    make_link(template)
    receipt = again(first.delivery_id, Outcome.NO_LINK)
    copy = receive_event(EVENT, actor=BUYER)
    assert (copy.outcome, copy.execution_id, copy.is_other) == (Outcome.DUPLICATE, receipt.execution_id, False)


def test_the_ledger_tells_who_why_and_what_it_was_before(template: str) -> None:
    first = receive_event(EVENT, actor=BUYER)
    make_link(template)
    again(first.delivery_id, Outcome.NO_LINK)
    [row] = read_ledger(subject_id=first.delivery_id)
    assert (row.actor, row.action, row.reason) == (AUTHOR, "delivery.retry", "Put right")
    assert row.before == {"outcome": "NO_LINK", "detail": "“us-incorporation” is linked to no template."}
    assert row.after == {"outcome": None, "detail": None}


def test_a_disabled_link_and_a_template_that_is_off_are_put_right(template: str) -> None:
    link = make_link(template)
    set_link_enabled(link, False, actor=AUTHOR, reason="Pause")
    first = receive_event(EVENT, actor=BUYER)
    assert first.outcome is Outcome.LINK_DISABLED
    set_link_enabled(link, True, actor=AUTHOR, reason="Go on")
    active = get_template(template).active_version_id
    switch_off_template(template, seen_active_id=active, actor=AUTHOR, reason="Pause")
    assert again(first.delivery_id, Outcome.LINK_DISABLED).outcome is Outcome.NO_ACTIVE_VERSION
    assert list_executions().rows == ()


def test_a_payload_that_did_not_fit_is_corrected_and_the_first_one_kept(template: str) -> None:
    make_link(template)
    wrong = Event(BUYER, "ev_1", EntityType.PRODUCT, "us-incorporation", {"directors": "two"})
    first = receive_event(wrong, actor=BUYER)
    assert first.outcome is Outcome.INVALID_INPUT
    receipt = again(first.delivery_id, Outcome.INVALID_INPUT, Correction({"directors": 2}))
    assert receipt.outcome is Outcome.STARTED
    assert get_delivery(first.delivery_id)[1] == {"directors": 2}
    [row] = read_ledger(subject_id=first.delivery_id)
    assert (row.before or {})["payload"] == {"directors": "two"}
    assert (row.after or {})["payload"] == {"directors": 2}


def test_only_invalid_input_can_be_corrected(template: str) -> None:
    first = receive_event(EVENT, actor=BUYER)
    with pytest.raises(InvalidInput, match="only what was refused as invalid input"):
        again(first.delivery_id, Outcome.NO_LINK, Correction({}))


def test_an_order_of_a_person_keeps_its_name_version_and_context(template: str) -> None:
    order = StartOrder(template, {"directors": "two"}, "Asked", context=CONTEXT, name="For Zoë")
    first = start_execution(order, actor=AUTHOR)
    assert first.outcome is Outcome.INVALID_INPUT
    receipt = again(first.delivery_id, Outcome.INVALID_INPUT, Correction({"directors": 2}))
    execution = get_execution(receipt.execution_id or "")
    assert (execution.name, execution.context, execution.origin) == ("For Zoë", CONTEXT, Origin.MANUAL)


def test_what_failed_to_start_starts_the_same_execution_again(template: str, monkeypatch: pytest.MonkeyPatch) -> None:
    make_link(template)
    with monkeypatch.context() as elsewhere:
        elsewhere.setenv("POINTSMAN_TEMPORAL_NAMESPACE", "not-made-yet")
        forget_settings()
        failed = receive_event(EVENT, actor=BUYER)
    forget_settings()
    assert failed.outcome is Outcome.FAILED_TO_START
    receipt = again(failed.delivery_id, Outcome.FAILED_TO_START)
    assert (receipt.execution_id, receipt.outcome) == (failed.execution_id, Outcome.STARTED)
    assert get_execution(failed.execution_id or "").status is ExecutionStatus.STARTED


def test_who_acts_on_what_is_no_longer_so_is_told(template: str) -> None:
    first = receive_event(EVENT, actor=BUYER)
    make_link(template)
    again(first.delivery_id, Outcome.NO_LINK)
    with pytest.raises(Conflict, match="it is started now"):
        again(first.delivery_id, Outcome.NO_LINK)
    with pytest.raises(NotAllowed, match="started an execution already"):
        again(first.delivery_id, Outcome.STARTED)


def test_a_delivery_older_than_its_request_says_why_it_cannot_be_decided_again(
    template: str, database: Connection
) -> None:
    first = receive_event(EVENT, actor=BUYER)
    database.execute(text("UPDATE pointsman.delivery SET request = NULL"))
    with pytest.raises(NotAllowed, match="before requests were kept whole"):
        again(first.delivery_id, Outcome.NO_LINK)


def test_an_unknown_delivery_and_a_missing_reason_are_told(template: str) -> None:
    with pytest.raises(NotFound):
        again("nope", Outcome.NO_LINK)
    with pytest.raises(InvalidInput, match="reason"):
        retry_delivery("nope", seen=Outcome.NO_LINK, actor=AUTHOR, reason=" ")


def test_exactly_those_that_were_shown_are_decided_again(template: str) -> None:
    shown = [buy("plan", f"ev_{number}", {"directors": number}).delivery_id for number in range(3)]
    wrong = buy("plan", "ev_wrong", {"directors": "two"}).delivery_id
    other = buy("plan", "ev_other", {"directors": 1}).delivery_id
    make_link(template, "plan")
    again(shown[0], Outcome.NO_LINK)
    seen = [(each, Outcome.NO_LINK) for each in [*shown, wrong, "nope"]]
    found = retry_deliveries(seen, actor=AUTHOR, reason="Linked")
    assert (found.started, found.refused, found.left) == (2, 1, 2)
    assert get_delivery(other)[0].outcome is Outcome.NO_LINK
    assert len(list_executions().rows) == 3


@pytest.mark.usefixtures("fresh_database_url", "temporal_address")
def test_eight_people_at_once_start_one_execution() -> None:
    first = buy()
    template = make_template()
    make_active(template)
    make_link(template)

    def press(_: int) -> Receipt | PointsmanError:
        try:
            return again(first.delivery_id, Outcome.NO_LINK)
        except PointsmanError as error:
            return error

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(press, range(8)))
    assert [type(each) for each in found].count(Receipt) == 1
    assert [type(each) for each in found].count(Conflict) == 7
    assert len(list_executions().rows) == 1
