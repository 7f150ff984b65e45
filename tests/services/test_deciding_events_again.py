"""An event that started nothing is decided again once it may start something, and nothing starts twice."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Connection, text

from domain.errors import Conflict, InvalidInput, NotAllowed, NotFound, PointsmanError
from domain.json_types import JsonObject
from domain.json_values import compact
from domain.settings import forget_settings
from domain.vocabulary import Outcome
from services._intake import Receipt
from services.decide_event_again import decide_event_again
from services.find_startable_events import find_startable_events
from services.get_execution import get_execution
from services.list_deliveries import DeliveryRow, list_deliveries
from services.list_executions import list_executions
from services.read_delivery import read_delivery
from services.read_ledger import read_ledger
from services.retry_deliveries import Retried, retry_deliveries
from services.retry_delivery import retry_delivery
from tests.chargebee_samples import CHARGE, PLAN, SEATS, event, invoiced, subscribed
from tests.factories import AUTHOR, make_active, make_link, make_template
from tests.services.test_chargebee import send

RENEWED = subscribed("ev_1", [PLAN, SEATS], event_type="subscription_renewed")
Listening = Callable[[str], None]


@pytest.fixture
def linked(database: Connection) -> None:
    link_all()


def link_all() -> None:
    """Plan, addon and charge each start a template."""
    for number, entity in enumerate((PLAN, SEATS, CHARGE)):
        template = make_template(f"Template {number}")
        make_active(template)
        make_link(template, entity)


@pytest.fixture
def listening(monkeypatch: pytest.MonkeyPatch) -> Listening:
    """Sets the types that start work from now on."""

    def set_types(types: str) -> None:
        monkeypatch.setenv("POINTSMAN_CHARGEBEE_EVENTS", types)
        forget_settings()

    return set_types


def whole(event_id: str = "ev_1") -> DeliveryRow:
    """What the event left as a whole."""
    (row,) = [row for row in list_deliveries().rows if row.source_event_id == event_id]
    return row


def again(event_id: str = "ev_1", seen: Outcome = Outcome.IGNORED) -> list[Receipt]:
    return decide_event_again(whole(event_id).id, seen=seen, actor=AUTHOR, reason="Renewals start work now")


def started() -> list[str]:
    return sorted(row.entity_id or "" for row in list_deliveries().rows if row.outcome is Outcome.STARTED)


@pytest.mark.usefixtures("linked", "temporal_address")
def test_each_item_starts_under_its_usual_key_once_its_type_starts_work(listening: Listening) -> None:
    send(RENEWED)
    listening("subscription_renewed")
    receipts = again()
    assert started() == sorted([PLAN, SEATS])
    assert {row.source_event_id for row in list_deliveries().rows} == {"ev_1", f"ev_1/{PLAN}", f"ev_1/{SEATS}"}
    execution = get_execution(receipts[0].execution_id or "")
    assert (execution.started_by, execution.reason) == (AUTHOR, "Renewals start work now")
    assert (whole().outcome, whole().detail) == (Outcome.IGNORED, "Decided again: 2 items have deliveries now.")
    assert [item.entity_id for item in read_delivery(whole().id).items] == sorted([PLAN, SEATS])


@pytest.mark.usefixtures("linked")
def test_it_is_decided_again_once_and_the_ledger_tells_it(listening: Listening) -> None:
    send(RENEWED)
    listening("subscription_renewed")
    again()
    with pytest.raises(Conflict, match="has deliveries of its own"):
        again()
    assert read_delivery(whole().id).retry_refused == "What it tells of has deliveries of its own; look at those."
    [row] = read_ledger(subject_id=whole().id)
    assert (row.actor, row.action, row.reason) == (AUTHOR, "delivery.retry", "Renewals start work now")
    assert "start no work" in str((row.before or {})["detail"])
    assert row.after == {"outcome": "IGNORED", "detail": "Decided again: 2 items have deliveries now."}


@pytest.mark.usefixtures("linked")
def test_a_type_that_still_starts_nothing_is_refused_in_words(listening: Listening) -> None:
    send(RENEWED)
    told = "Events of type subscription_renewed start no work. See POINTSMAN_CHARGEBEE_EVENTS."
    assert read_delivery(whole().id).retry_refused == told
    with pytest.raises(NotAllowed, match="start no work"):
        again()
    assert find_startable_events([whole().id]) == frozenset()
    listening("subscription_renewed")
    assert find_startable_events([whole().id]) == {whole().id}


@pytest.mark.usefixtures("linked")
@pytest.mark.parametrize("other", ["before", "after"])
def test_what_another_event_started_is_not_started_again(listening: Listening, other: str) -> None:
    told = subscribed("ev_2", [PLAN], version=0 if other == "before" else 2, event_type="subscription_changed")
    send(*([told, RENEWED] if other == "before" else [RENEWED, told]))
    assert len(list_executions().rows) == 1
    listening("subscription_renewed")
    assert [receipt.outcome for receipt in again()] == [None]
    assert sorted(row.entity_id or "" for row in list_deliveries().rows if row.execution_id) == sorted([PLAN, SEATS])
    send(subscribed("ev_3", [PLAN], version=3, event_type="subscription_renewed"))
    assert whole("ev_3").detail == "The event tells of nothing newly bought."


@pytest.mark.usefixtures("linked")
def test_a_charge_that_another_event_told_of_is_a_duplicate(listening: Listening) -> None:
    send(invoiced("ev_1", event_type="payment_succeeded"), invoiced("ev_2"))
    listening("payment_succeeded")
    assert [receipt.outcome for receipt in again()] == [Outcome.DUPLICATE]
    assert len(list_executions().rows) == 1


@pytest.mark.usefixtures("linked")
def test_an_event_that_could_not_be_read_is_read_once_a_later_version_can(database: Connection) -> None:
    send(event("ev_1", "subscription_created", {"subscription": {"id": 7, "status": "active"}}))
    with pytest.raises(NotAllowed, match=r"content.subscription.id: must be a text, but is a number"):
        again(seen=Outcome.INVALID_INPUT)
    readable = {"body": compact(subscribed("ev_1"))}
    database.execute(text("UPDATE pointsman.inbound_event SET body = CAST(:body AS jsonb)"), readable)
    assert len(again(seen=Outcome.INVALID_INPUT)) == 1
    assert whole().outcome is Outcome.IGNORED
    with pytest.raises(Conflict, match="is ignored now"):
        again(seen=Outcome.INVALID_INPUT)


@pytest.mark.usefixtures("linked")
def test_a_trial_is_bought_once_trials_count(monkeypatch: pytest.MonkeyPatch) -> None:
    send(subscribed("ev_1", status="in_trial"))
    with pytest.raises(NotAllowed, match="nothing newly bought"):
        again()
    assert find_startable_events([whole().id]) == frozenset()
    monkeypatch.setenv("POINTSMAN_CHARGEBEE_TRIALS", "true")
    forget_settings()
    assert len(again()) == 1


@pytest.mark.usefixtures("linked")
def test_an_item_an_unknown_delivery_and_a_missing_reason_are_told(listening: Listening) -> None:
    send(subscribed("ev_1"))
    (row,) = list_deliveries().rows
    with pytest.raises(NotAllowed, match="no event as a whole"):
        decide_event_again(row.id, seen=None, actor=AUTHOR, reason="Again")
    with pytest.raises(NotFound):
        decide_event_again("nope", seen=None, actor=AUTHOR, reason="Again")
    with pytest.raises(InvalidInput, match="reason"):
        decide_event_again(row.id, seen=None, actor=AUTHOR, reason=" ")
    send(subscribed("ev_2", event_type="subscription_renewed"))
    with pytest.raises(NotAllowed, match="read anew as such"):
        retry_delivery(whole("ev_2").id, seen=Outcome.IGNORED, actor=AUTHOR, reason="Again")


@pytest.mark.usefixtures("linked")
def test_all_that_are_shown_are_decided_each_in_its_way(listening: Listening) -> None:
    bodies: list[JsonObject] = [
        subscribed("ev_1", subscription_id="sub_1", event_type="subscription_renewed"),
        subscribed("ev_2", ["unknown"], subscription_id="sub_2", event_type="subscription_renewed"),
        subscribed("ev_3", subscription_id="sub_3", event_type="subscription_paused"),
    ]
    send(*bodies)
    listening("subscription_renewed")
    seen = [(whole(f"ev_{number}").id, Outcome.IGNORED) for number in (1, 2, 3)]
    assert retry_deliveries(seen, actor=AUTHOR, reason="Again") == Retried(started=1, refused=1, left=1)


@pytest.mark.usefixtures("fresh_database_url", "temporal_address")
def test_eight_people_at_once_start_each_item_once(listening: Listening) -> None:
    link_all()
    send(RENEWED)
    listening("subscription_renewed")
    delivery_id = whole().id

    def press(_: int) -> list[Receipt] | PointsmanError:
        try:
            return decide_event_again(delivery_id, seen=Outcome.IGNORED, actor=AUTHOR, reason="Again")
        except PointsmanError as error:
            return error

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(press, range(8)))
    assert [type(each) for each in found].count(list) == 1
    assert [type(each) for each in found].count(Conflict) == 7
    assert started() == sorted([PLAN, SEATS])
