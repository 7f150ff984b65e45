"""What Chargebee's events become: every item bought starts once, and everything else is said."""

from itertools import permutations

import pytest
from sqlalchemy import Connection, text

from domain.chargebee import SOURCE, read_envelope
from domain.json_types import JsonObject
from domain.json_values import as_object
from domain.settings import forget_settings
from domain.vocabulary import Outcome
from services.get_execution import get_execution
from services.list_deliveries import DeliveryRow, get_delivery, list_deliveries
from services.process_inbound_event import process_inbound_event
from services.receive_inbound_event import receive_inbound_event
from tests.chargebee_samples import CHARGE, PLAN, SEATS, event, invoiced, subscribed, subscription, with_content
from tests.factories import make_active, make_link, make_template

pytestmark = pytest.mark.usefixtures("database", "linked")


@pytest.fixture
def linked(database: Connection) -> None:
    """Plan, addon and charge each start a template."""
    for number, entity in enumerate((PLAN, SEATS, CHARGE)):
        template = make_template(f"Template {number}")
        make_active(template)
        make_link(template, entity)


def send(*bodies: JsonObject) -> None:
    """Keep and process these events, one after the other."""
    for body in bodies:
        found = read_envelope(body)
        arrival = receive_inbound_event(SOURCE, found.id, found.type, body, found.occurred_at)
        process_inbound_event(arrival.id)


def deliveries() -> list[DeliveryRow]:
    return list(reversed(list_deliveries().rows))


def started() -> list[str]:
    """The items that were started, in order of their names."""
    return sorted(
        row.entity_id or "" for row in deliveries() if row.execution_id and row.outcome is not Outcome.DUPLICATE
    )


def test_every_linked_item_of_a_new_subscription_starts_its_template() -> None:
    send(subscribed("ev_1", [PLAN, SEATS]))
    assert started() == sorted([PLAN, SEATS])
    assert {row.source_event_id for row in deliveries()} == {f"ev_1/{PLAN}", f"ev_1/{SEATS}"}


def test_the_context_names_customer_and_subscription_and_the_payload_the_item() -> None:
    send(subscribed("ev_1"))
    (row,) = deliveries()
    execution = get_execution(row.execution_id or "")
    assert execution.context == {
        "customerId": "cus_of_sub_1",
        "subscriptionId": "sub_1",
        "itemPriceId": PLAN,
        "eventId": "ev_1",
        "eventType": "subscription_created",
    }
    _, payload = get_delivery(row.id)
    assert isinstance(payload, dict)
    purchase = payload["purchase"]
    assert isinstance(purchase, dict)
    assert (purchase["item_price_id"], purchase["customer_id"]) == (PLAN, "cus_of_sub_1")
    assert payload["event_type"] == "subscription_created"


def test_an_item_without_a_link_leaves_its_own_delivery() -> None:
    send(subscribed("ev_1", [PLAN, "unknown-price"]))
    outcomes = {row.entity_id: row.outcome for row in deliveries()}
    assert outcomes == {PLAN: None, "unknown-price": Outcome.NO_LINK}


def test_an_item_price_without_a_link_uses_the_link_of_its_item() -> None:
    make_link(make_bookkeeping(), "bookkeeping")
    line: JsonObject = {"item_price_id": "bookkeeping-USD", "item_id": "bookkeeping", "item_type": "plan"}
    send(with_content(subscribed("ev_1"), subscription={**subscription([]), "subscription_items": [line]}))
    assert started() == ["bookkeeping"]


def make_bookkeeping() -> str:
    template = make_template("Bookkeeping")
    make_active(template)
    return template


def test_the_same_event_again_starts_nothing() -> None:
    send(subscribed("ev_1"), subscribed("ev_1"))
    assert started() == [PLAN]
    assert len(deliveries()) == 1


HISTORY = [
    subscribed("ev_1", [PLAN], version=1),
    subscribed("ev_2", [PLAN], version=1, event_type="subscription_activated"),
    subscribed("ev_3", [PLAN, SEATS], version=2, event_type="subscription_changed"),
    subscribed("ev_4", [PLAN], version=3, event_type="subscription_changed"),
    subscribed("ev_5", [PLAN, SEATS], version=4, event_type="subscription_changed"),
]


@pytest.mark.parametrize(
    "order", list(permutations(HISTORY))[::7], ids=lambda order: "".join(e["id"][-1] for e in order)
)
def test_any_order_starts_the_plan_once_and_the_addon_each_time_it_is_added(order: tuple[JsonObject, ...]) -> None:
    send(*order)
    assert started() == sorted([PLAN, SEATS, SEATS])


def test_a_changed_quantity_is_ignored_and_says_so() -> None:
    send(subscribed("ev_1"), subscribed("ev_2", version=2, event_type="subscription_changed"))
    last = deliveries()[-1]
    assert (last.outcome, last.detail) == (Outcome.IGNORED, "The event tells of nothing newly bought.")


def test_a_type_that_starts_nothing_leaves_one_delivery() -> None:
    send(subscribed("ev_1", [PLAN, SEATS], event_type="subscription_renewed"))
    (row,) = deliveries()
    assert (row.outcome, row.source_event_id) == (Outcome.IGNORED, "ev_1")
    assert "subscription_renewed start no work" in (row.detail or "")


def test_a_renewal_that_comes_first_does_not_keep_the_purchase_from_starting() -> None:
    send(subscribed("ev_2", version=2, event_type="subscription_renewed"), subscribed("ev_1", version=1))
    assert started() == [PLAN]


def test_a_trial_starts_when_it_becomes_active() -> None:
    send(subscribed("ev_1", status="in_trial"))
    assert started() == []
    send(subscribed("ev_2", version=2, event_type="subscription_activated"))
    assert started() == [PLAN]


def test_a_trial_starts_at_once_where_trials_count(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POINTSMAN_CHARGEBEE_TRIALS", "true")
    forget_settings()
    send(subscribed("ev_1", status="in_trial"), subscribed("ev_2", version=2, event_type="subscription_activated"))
    assert started() == [PLAN]


def test_a_future_subscription_starts_when_it_begins() -> None:
    send(subscribed("ev_1", status="future"))
    assert started() == []
    send(subscribed("ev_2", version=2, event_type="subscription_started"))
    assert started() == [PLAN]


CANCELLED = subscribed("ev_2", version=2, status="cancelled", event_type="subscription_cancelled")
BACK = subscribed("ev_3", version=3, event_type="subscription_reactivated")


def test_a_reactivation_buys_nothing_unless_the_setting_names_it() -> None:
    send(subscribed("ev_1"), CANCELLED, BACK, subscribed("ev_4", version=4, event_type="subscription_changed"))
    assert started() == [PLAN]


def test_a_reactivation_buys_again_where_the_setting_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POINTSMAN_CHARGEBEE_EVENTS", "subscription_created, subscription_reactivated")
    forget_settings()
    send(BACK, CANCELLED, subscribed("ev_1"))
    assert started() == [PLAN, PLAN]


def test_a_subscription_that_came_cancelled_starts_nothing() -> None:
    send(subscribed("ev_1", status="cancelled"))
    assert started() == []


def test_a_charge_starts_once_whichever_event_tells_of_its_invoice() -> None:
    invoice = as_object(invoiced("ev_2", plans=[PLAN])["content"], "content")["invoice"]
    body = with_content(subscribed("ev_1"), invoice=invoice)
    send(invoiced("ev_2", plans=[PLAN]), body)
    assert started() == sorted([CHARGE, PLAN])
    assert [row.outcome for row in deliveries()].count(Outcome.DUPLICATE) == 1


def test_a_charge_of_a_subscription_is_started_by_its_invoice_alone() -> None:
    send(subscribed("ev_1", [PLAN, CHARGE]))
    assert started() == [PLAN]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ({"subscription": []}, "content.subscription: must be a JSON object"),
        ({"subscription": {"id": "s", "plan_id": "basic", "status": "active"}}, "Product Catalog 1.0"),
        ({"subscription": {"id": "s", "status": "active", "subscription_items": [3]}}, "subscription_items[0]"),
        ({"subscription": {"id": 7, "status": "active"}}, "content.subscription.id: must be a text, but is a number"),
        ({"invoice": {"id": "i", "line_items": {}}}, "content.invoice.line_items: must be an array"),
    ],
)
def test_an_event_that_cannot_be_read_is_kept_and_says_why(content: JsonObject, told: str) -> None:
    send(event("ev_1", "subscription_created", content))
    (row,) = deliveries()
    assert row.outcome is Outcome.INVALID_INPUT
    assert told in (row.detail or "")


def test_a_faulty_invoice_undoes_what_its_event_told_of_the_subscription(database: Connection) -> None:
    send(with_content(subscribed("ev_1"), invoice={"line_items": 7}))
    assert database.scalar(text("SELECT count(*) FROM pointsman.subscription_state")) == 0
    send(subscribed("ev_2"))
    assert started() == [PLAN]


def test_trouble_is_noted_and_the_event_tried_again_later(database: Connection) -> None:
    body = subscribed("ev_1")
    arrival = receive_inbound_event(SOURCE, "ev_1", "subscription_created", body, read_envelope(body).occurred_at)
    database.execute(text("UPDATE pointsman.inbound_event SET body = body #- '{content}'"))
    assert process_inbound_event(arrival.id) == 0
    row = database.execute(text("SELECT attempts, trouble, next_attempt_at > now() FROM pointsman.inbound_event")).one()
    assert row[0] == 1
    assert "went wrong" in row[1]
    assert row[2]


def test_copies_are_counted(database: Connection) -> None:
    send(subscribed("ev_1"), subscribed("ev_1"), subscribed("ev_1"))
    assert database.scalar(text("SELECT copies FROM pointsman.inbound_event")) == 3
