"""What becomes of an event: nothing is ever dropped silently (rules 8, 9)."""

from dataclasses import replace

import pytest
from sqlalchemy import Connection, text

from domain.errors import InvalidInput, NotFound
from domain.json_types import JsonObject, JsonValue
from domain.vocabulary import EntityType, ExecutionStatus, Origin, Outcome
from services._intake import Receipt
from services.activate_version import activate_version
from services.get_execution import get_execution
from services.get_template import get_template
from services.list_deliveries import get_delivery, list_deliveries
from services.list_executions import list_executions
from services.receive_event import Event, receive_event
from services.set_link_enabled import set_link_enabled
from services.switch_off_template import switch_off_template
from tests.factories import (
    AUTHOR,
    BUYER,
    buy,
    make_active,
    make_link,
    make_published,
    make_template,
    open_workflow,
)
from tests.services.hostile import HOSTILE_JSON

EVENT = Event(BUYER, "ev_1", EntityType.PRODUCT, "us-incorporation", {"directors": 2})
NEEDS_NUMBER: JsonObject = {"type": "object", "properties": {"directors": {"type": "integer"}}}


@pytest.fixture
def template(database: Connection, temporal_address: str) -> str:
    """A linked template that is on."""
    found = make_template()
    make_active(found)
    make_link(found)
    return found


def told(receipt: Receipt) -> tuple[Outcome | None, str]:
    """Outcome and detail as the stored delivery tells them."""
    row, _ = get_delivery(receipt.delivery_id)
    assert (row.outcome, row.execution_id) == (receipt.outcome, receipt.execution_id)
    return row.outcome, row.detail or ""


@pytest.mark.usefixtures("template")
def test_a_purchase_of_a_linked_product_starts_the_active_version() -> None:
    receipt = receive_event(EVENT, actor=BUYER)
    found = get_execution(receipt.execution_id or "")
    assert told(receipt) == (Outcome.STARTED, "")
    assert (found.status, found.version, found.origin) == (ExecutionStatus.STARTED, "1.0.0", Origin.LINK)


@pytest.mark.usefixtures("template")
def test_the_execution_tells_payload_entity_delivery_and_context() -> None:
    receipt = receive_event(replace(EVENT, context={"directorID": "d1"}, reason="Purchase 7"), actor=BUYER)
    found = get_execution(receipt.execution_id or "")
    assert (found.input, found.context, found.reason) == ({"directors": 2}, {"directorID": "d1"}, "Purchase 7")
    assert (found.entity_id, found.delivery_id, found.started_by) == ("us-incorporation", receipt.delivery_id, BUYER)


@pytest.mark.usefixtures("database")
def test_a_product_without_a_link_leaves_a_delivery_no_link() -> None:
    assert told(buy("unknown-plan")) == (Outcome.NO_LINK, "“unknown-plan” is linked to no template.")


@pytest.mark.usefixtures("template")
def test_a_catalogue_entry_is_no_product() -> None:
    assert (
        told(receive_event(replace(EVENT, entity_type=EntityType.SERVICE_CATALOG), actor=BUYER))[0] is Outcome.NO_LINK
    )


def test_a_disabled_link_leaves_a_delivery_link_disabled(database: Connection) -> None:
    found = make_template("GST")
    set_link_enabled(make_link(found, "gst"), enabled=False, actor=AUTHOR, reason="Paused")
    assert told(buy("gst")) == (Outcome.LINK_DISABLED, "The link to “GST” is disabled.")


def test_a_template_that_is_off_leaves_a_delivery_no_active_version(template: str) -> None:
    switch_off_template(template, reason="Law", seen_active_id=active_of(template), actor=AUTHOR)
    assert told(buy()) == (Outcome.NO_ACTIVE_VERSION, "“US company incorporation” has no active version.")


def test_a_payload_that_does_not_fit_leaves_a_delivery_invalid_input(database: Connection) -> None:
    found = make_template()
    make_active(found, definition={**open_workflow(), "input": {"schema": {"document": NEEDS_NUMBER}}})
    make_link(found)
    outcome, detail = told(buy(payload={"directors": "two"}))
    assert outcome is Outcome.INVALID_INPUT
    assert "/directors" in detail


@pytest.mark.usefixtures("template")
def test_an_unknown_service_request_leaves_a_delivery_invalid_input() -> None:
    receipt = receive_event(replace(EVENT, service_request_id="sr_404"), actor=BUYER)
    assert told(receipt) == (
        Outcome.INVALID_INPUT,
        "The service request “sr_404” is not known to the backend.",
    )


@pytest.mark.usefixtures("template")
def test_a_known_service_request_is_tied_to_the_execution(database: Connection) -> None:
    database.execute(text("""INSERT INTO "ServiceRequest" VALUES ('sr_1')"""))
    receipt = receive_event(replace(EVENT, service_request_id="sr_1"), actor=BUYER)
    assert get_execution(receipt.execution_id or "").service_request_id == "sr_1"


@pytest.mark.usefixtures("template")
def test_a_failing_input_expression_of_the_link_leaves_a_delivery_invalid_input(database: Connection) -> None:
    database.execute(text("UPDATE pointsman.link_setting SET input_expression = '.directors | error'"))
    outcome, detail = told(receive_event(EVENT, actor=BUYER))
    assert outcome is Outcome.INVALID_INPUT
    assert detail.startswith("The link's input expression failed: ")


@pytest.mark.usefixtures("template")
def test_an_endless_input_expression_leaves_a_delivery_invalid_input(database: Connection) -> None:
    database.execute(text("UPDATE pointsman.link_setting SET input_expression = 'def f: f; f'"))
    outcome, detail = told(receive_event(EVENT, actor=BUYER))
    assert (outcome, "took more than" in detail) == (Outcome.INVALID_INPUT, True)


@pytest.mark.usefixtures("template")
def test_the_input_expression_of_the_link_makes_the_input(database: Connection) -> None:
    database.execute(text("UPDATE pointsman.link_setting SET input_expression = '{count: .directors}'"))
    assert get_execution(receive_event(EVENT, actor=BUYER).execution_id or "").input == {"count": 2}


@pytest.mark.usefixtures("template")
def test_the_same_event_again_starts_nothing_and_names_the_first_delivery() -> None:
    first, again = receive_event(EVENT, actor=BUYER), receive_event(EVENT, actor=BUYER)
    assert (again.outcome, again.execution_id, again.delivery_id) == (
        Outcome.DUPLICATE,
        first.execution_id,
        first.delivery_id,
    )
    assert len(list_executions().rows) == 1


@pytest.mark.usefixtures("template")
def test_a_duplicate_is_a_delivery_of_its_own() -> None:
    first = receive_event(EVENT, actor=BUYER)
    receive_event(EVENT, actor=BUYER)
    duplicate, original = list_deliveries().rows
    assert (duplicate.outcome, original.outcome) == (Outcome.DUPLICATE, Outcome.STARTED)
    assert duplicate.detail == f"The same request came before, as delivery {first.delivery_id}."


@pytest.mark.usefixtures("template")
def test_the_same_event_id_of_another_source_is_another_event() -> None:
    receive_event(EVENT, actor=BUYER)
    receive_event(replace(EVENT, source="stripe"), actor=BUYER)
    assert len(list_executions().rows) == 2


def test_an_event_starts_the_version_that_is_active_when_it_comes(template: str) -> None:
    first = receive_event(EVENT, actor=BUYER)
    new = make_published(template, "2.0.0")
    activate_version(new, reason="Better", seen_active_id=active_of(template), actor=AUTHOR)
    second = receive_event(replace(EVENT, event_id="ev_2"), actor=BUYER)
    assert [get_execution(receipt.execution_id or "").version for receipt in (first, second)] == ["1.0.0", "2.0.0"]


@pytest.mark.usefixtures("template")
@pytest.mark.parametrize("hostile", HOSTILE_JSON)
def test_a_hostile_payload_is_refused_and_nothing_is_written(hostile: str) -> None:
    with pytest.raises(InvalidInput, match="payload"):
        receive_event(replace(EVENT, payload=HOSTILE_JSON[hostile]), actor=BUYER)
    assert (list_deliveries().rows, list_executions().rows) == ((), ())


@pytest.mark.usefixtures("template")
@pytest.mark.parametrize("hostile", HOSTILE_JSON)
def test_a_hostile_context_is_refused_and_nothing_is_written(hostile: str) -> None:
    with pytest.raises(InvalidInput, match="context"):
        receive_event(replace(EVENT, context={"a": HOSTILE_JSON[hostile]}), actor=BUYER)
    assert (list_deliveries().rows, list_executions().rows) == ((), ())


@pytest.mark.usefixtures("template")
@pytest.mark.parametrize("hostile", ["", " ", "a\0b", "\ud83d", "x" * 201])
def test_a_hostile_id_is_refused_and_nothing_is_written(hostile: str) -> None:
    hostile_events = (
        replace(EVENT, source=hostile),
        replace(EVENT, event_id=hostile),
        replace(EVENT, entity_id=hostile),
    )
    for event in hostile_events:
        with pytest.raises(InvalidInput):
            receive_event(event, actor=BUYER)
    assert list_deliveries().rows == ()


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("payload", [None, [], {}, "text", 0, {"name": "👩‍👩‍👧 <b> ** مرحبا"}])
def test_the_payload_is_kept_as_it_came(payload: JsonValue) -> None:
    receipt = receive_event(replace(EVENT, payload=payload), actor=BUYER)
    assert get_delivery(receipt.delivery_id)[1] == payload


@pytest.mark.usefixtures("database")
def test_pages_of_deliveries_cover_each_once_and_filters_hold() -> None:
    for number in range(7):
        buy(f"plan-{number % 2}", event_id=f"ev_{number}")
    seen, cursor = [], None
    while True:
        page = list_deliveries(older_than=cursor, size=3)
        seen += [row.source_event_id for row in page.rows]
        if (cursor := page.older) is None:
            break
    assert seen == [f"ev_{number}" for number in reversed(range(7))]
    assert len(list_deliveries(outcome=Outcome.NO_LINK, entity_id="plan-1").rows) == 3


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize(
    "cursor", ["nonsense", "_", "2026-01-01", "2026-01-01T00:00:00_", "0001-01-01T00:00:00+14:00_x", "a\0_b"]
)
def test_a_page_that_is_none_is_told(cursor: str) -> None:
    with pytest.raises(InvalidInput):
        list_deliveries(older_than=cursor)


@pytest.mark.usefixtures("database")
def test_a_delivery_that_is_gone_is_told() -> None:
    with pytest.raises(NotFound, match="no delivery “gone”"):
        get_delivery("gone")


def active_of(template: str) -> str | None:
    return get_template(template).active_version_id
