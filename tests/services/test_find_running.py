"""What runs already for a customer or a service request."""

import pytest
from sqlalchemy import Connection, text

from domain.vocabulary import EntityType
from services.find_running import find_running
from services.get_execution import get_execution
from services.get_template import get_template
from services.receive_event import Event, receive_event
from services.start_execution import StartOrder, start_execution
from tests.factories import AUTHOR, make_active, make_link, make_template
from tests.pages.rows import made_by_the_backend, settle


@pytest.fixture
def template(database: Connection, temporal_address: str) -> str:
    found = make_template("GST")
    make_active(found)
    database.execute(text("""INSERT INTO "ServiceRequest" VALUES ('sr_1'), ('sr_2')"""))
    return found


def start(template: str, customer: str = "c_1", request: str | None = None) -> str:
    order = StartOrder(template, {}, "Asked for", context={"customerId": customer}, service_request_id=request)
    return start_execution(order, actor=AUTHOR).execution_id or ""


def test_by_customer_and_by_service_request_newest_first(template: str) -> None:
    first, second, other = start(template), start(template, "c_2", "sr_1"), start(template, "c_3")
    assert [row.id for row in find_running(customer_id="c_1")] == [first]
    assert [(row.id, row.for_request) for row in find_running(customer_id="c_1", service_request_id="sr_1")] == [
        (second, True),
        (first, False),
    ]
    assert other not in {row.id for row in find_running(customer_id="c_1", service_request_id="sr_1")}


def test_without_either_nothing_is_found(template: str) -> None:
    start(template)
    assert find_running() == find_running(customer_id="", service_request_id="") == []


def test_what_has_ended_does_not_run(template: str, database: Connection) -> None:
    settle(database, start(template), "COMPLETED", "COMPLETED")
    assert find_running(customer_id="c_1") == []


def test_an_older_execution_of_a_service_request_is_found_after_it_points_to_a_newer_one(
    template: str, database: Connection
) -> None:
    first, second = start(template, "c_1", "sr_1"), start(template, "c_2", "sr_1")
    tied = database.scalar(text("""SELECT "workflowExecutionId" FROM "ServiceRequest" WHERE id = 'sr_1'"""))
    assert tied == second
    assert [row.id for row in find_running(service_request_id="sr_1")] == [second, first]
    assert get_execution(first).service_request_id == "sr_1"


def test_an_execution_that_the_backend_tied_itself_is_found(template: str, database: Connection) -> None:
    key = made_by_the_backend(database, get_template(template).active_version_id or "")
    database.execute(text("""UPDATE "ServiceRequest" SET "workflowExecutionId" = :id WHERE id = 'sr_2'"""), {"id": key})
    assert [(row.id, row.for_request) for row in find_running(service_request_id="sr_2")] == [(key, True)]


def test_a_purchase_counts_by_the_customer_in_its_context(template: str) -> None:
    make_link(template, "plan")
    event = Event("shop", "e1", EntityType.PRODUCT, "plan", {}, {"customerId": "c_9"})
    assert [row.id for row in find_running(customer_id="c_9")] == []
    execution = receive_event(event, actor="shop").execution_id
    assert [row.id for row in find_running(customer_id="c_9")] == [execution]
