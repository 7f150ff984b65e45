"""The story of an order: requests and executions of one customer, subscription or service request."""

import pytest
from sqlalchemy import Connection

from domain.errors import NotFound
from domain.json_types import JsonObject
from domain.vocabulary import EntityType, Outcome
from services import read_order_story as story
from services.read_order_story import Thread, read_order_story
from services.receive_event import Event, receive_event
from services.set_link_enabled import set_link_enabled
from services.start_execution import StartOrder, start_execution
from tests.factories import AUTHOR, BUYER, make_active, make_link, make_template
from tests.pages.rows import made_by_the_backend
from tests.storage.rows import run

pytestmark = pytest.mark.usefixtures("database")
CONTEXT: JsonObject = {"customerId": "cus_1", "subscriptionId": "sub_1"}


@pytest.fixture
def template() -> str:
    found = make_template()
    make_active(found)
    return found


def bought(event: str, context: JsonObject, entity: str = "us-incorporation") -> str:
    found = receive_event(Event(BUYER, event, EntityType.PRODUCT, entity, {}, context=context), actor=BUYER)
    return found.execution_id or ""


def test_what_one_customer_bought_is_told_from_the_oldest_on_with_its_link(template: str) -> None:
    link = make_link(template)
    first, second = bought("ev_1", CONTEXT), bought("ev_2", {"customerId": "cus_1"})
    bought("ev_3", {"customerId": "cus_2"})
    set_link_enabled(link, False, actor=AUTHOR, reason="Not now")
    found = read_order_story(second)
    assert (found.thread, found.threads) == (Thread.CUSTOMER, {Thread.CUSTOMER: "cus_1"})
    assert [chapter.execution.id for chapter in found.chapters if chapter.execution] == [first, second]
    request = found.chapters[0].request
    assert request is not None
    assert (request.entity_id, request.link_id, request.link_enabled) == ("us-incorporation", link, False)


def test_the_narrowest_thread_is_followed_unless_another_is_named(template: str) -> None:
    make_link(template)
    first, second = bought("ev_1", CONTEXT), bought("ev_2", {"customerId": "cus_1"})
    assert len(read_order_story(first).chapters) == 1
    assert read_order_story(first).thread is Thread.SUBSCRIPTION
    assert len(read_order_story(first, Thread.CUSTOMER).chapters) == 2
    assert read_order_story(second, Thread.SUBSCRIPTION).thread is Thread.CUSTOMER


def test_what_the_same_event_did_not_start_is_told_too(template: str, database: Connection) -> None:
    make_link(template)
    execution = bought("ev_1", CONTEXT)
    bought("ev_1/other", CONTEXT, "unlinked")
    event = """INSERT INTO pointsman.inbound_event (id, source, source_event_id, type, body, received_at, attempts)
               VALUES ('event', 'chargebee', 'ev', 'subscription_created', '{}', now(), 1)"""
    run(database, event)
    run(database, "UPDATE pointsman.delivery SET inbound_event_id = 'event'")
    told = {
        (each.request.outcome, each.request.event_type) for each in read_order_story(execution).chapters if each.request
    }
    assert (Outcome.NO_LINK, "subscription_created") in told
    assert len(told) == 2


def test_what_was_started_by_hand_or_by_the_backend_is_told(template: str, database: Connection) -> None:
    order = StartOrder(template, {}, "By telephone", context={"customerId": "cus_1"})
    by_hand = start_execution(order, actor=AUTHOR).execution_id or ""
    version = make_active(make_template("Other"))
    made = made_by_the_backend(database, version)
    run(database, """UPDATE "WorkflowExecution" SET context = '{"customerId": "cus_1"}' WHERE id = :id""", id=made)
    found = read_order_story(made)
    assert {each.execution.id for each in found.chapters if each.execution} == {by_hand, made}
    assert [each.request for each in found.chapters if each.execution and each.execution.id == made] == [None]


def test_what_names_nobody_has_no_story(template: str) -> None:
    execution = start_execution(StartOrder(template, {}, "Try"), actor=AUTHOR).execution_id or ""
    found = read_order_story(execution)
    assert (found.thread, found.chapters) == (None, ())
    with pytest.raises(NotFound):
        read_order_story("gone")


def test_a_long_story_begins_with_its_newest_executions(template: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(story, "MOST", 2)
    make_link(template)
    ids = [bought(f"ev_{number}", {"customerId": "cus_1"}) for number in range(4)]
    found = read_order_story(ids[0])
    assert found.is_cut
    assert len(found.chapters) == 2
