"""What would it start? Told by the rules of a real start, and nothing is started, written or changed by asking."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, event, func, select, text

from domain.errors import InvalidInput
from domain.foresight import Foresight, Need, Part, State
from domain.json_types import JsonObject, JsonValue
from domain.orders import Order
from domain.vocabulary import EntityType, Outcome
from services.foresee_start import foresee_start, foresee_starts
from services.receive_event import Event, receive_event
from services.set_link_enabled import set_link_enabled
from services.set_link_expression import set_link_expression
from storage.shared_tables import Base
from tests.factories import (
    AUTHOR,
    buy,
    make_active,
    make_custom_template,
    make_link,
    make_template,
    open_workflow,
)
from tests.services.conftest import PointTo

pytestmark = pytest.mark.usefixtures("database", "temporal_away")
SCHEMA: JsonObject = {"type": "object", "required": ["customer"]}
WANTS_A_CUSTOMER: JsonObject = {**open_workflow(), "input": {"schema": {"document": SCHEMA}}}
FITS: JsonValue = {"customer": "c1"}


def order(entity: str = "gst", payload: JsonValue = None, **more: Any) -> Order:
    return Order(EntityType.PRODUCT, entity, payload, **more)


def row_counts(database: Connection) -> dict[str, int]:
    """How many rows each table has."""
    tables = Base.metadata.sorted_tables
    return {table.fullname: database.scalar(select(func.count()).select_from(table)) or 0 for table in tables}


def states(found: Foresight) -> dict[Part, State]:
    return {step.part: step.state for step in found.steps}


def linked(definition: JsonObject | None = None, entity: str = "gst") -> tuple[str, str]:
    """A template that is on, and its link."""
    template = make_template("GST registration")
    make_active(template, definition=definition or WANTS_A_CUSTOMER)
    return template, make_link(template, entity)


def test_the_whole_chain_is_told() -> None:
    template, link = linked()
    found = foresee_start(order(payload=FITS, context={"customerId": "cust_1"}))
    assert found.outcome is Outcome.STARTED
    assert found.obstacle is None
    assert found.target is not None
    assert (found.target.link_id, found.target.template_id, found.target.version) == (link, template, "1.0.0")
    assert (found.has_input, found.input) == (True, FITS)
    assert [(step.part, step.state, step.sentence) for step in found.steps] == [
        (Part.LINK, State.CLEAR, "Its link leads to “GST registration”."),
        (Part.VERSION, State.CLEAR, "1.0.0 is its active version."),
        (Part.INPUT, State.CLEAR, "The input is the payload as it is, and fits the input schema."),
        (Part.CUSTOMER, State.CLEAR, "“cust_1”: no execution of this template is open."),
        (Part.WORKER, State.UNKNOWN, found.steps[4].sentence),
        (Part.SUBFLOWS, State.CLEAR, "It runs no other workflow."),
    ]
    assert found.steps[4].sentence.startswith("Temporal does not answer")


def arrange(case: str) -> None:
    """One way in which an event can be refused, or taken."""
    if case == "no link":
        return
    template = make_template("GST registration")
    if case != "off":
        make_active(template, definition=WANTS_A_CUSTOMER)
    link = make_link(template, "gst")
    if case == "disabled":
        set_link_enabled(link, False, actor=AUTHOR, reason="Paused")
    expressions = {"expression": "{customer: .customer}", "fails": ".customer.name", "unfit": "{n: 1}"}
    if case in expressions:
        set_link_expression(link, expressions[case], seen=None, actor=AUTHOR, reason="Try")


CASES = {
    "taken": (Outcome.STARTED, None, None),
    "expression": (Outcome.STARTED, None, None),
    "no link": (Outcome.NO_LINK, Part.LINK, Need.ADD_LINK),
    "disabled": (Outcome.LINK_DISABLED, Part.LINK, Need.ENABLE_LINK),
    "off": (Outcome.NO_ACTIVE_VERSION, Part.VERSION, Need.ACTIVATE_VERSION),
    "fails": (Outcome.INVALID_INPUT, Part.INPUT, Need.MEND_INPUT),
    "unfit": (Outcome.INVALID_INPUT, Part.INPUT, Need.MEND_INPUT),
    "unknown request": (Outcome.INVALID_INPUT, Part.CUSTOMER, None),
}


@pytest.mark.parametrize("case", CASES)
def test_it_tells_what_a_real_event_then_does_and_marks_the_first_obstacle(case: str) -> None:
    arrange(case)
    request = "nobody" if case == "unknown request" else None
    found = foresee_start(order(payload=FITS, service_request_id=request))
    sent = Event("chargebee", "ev_1", EntityType.PRODUCT, "gst", FITS, service_request_id=request)
    receipt = receive_event(sent, actor="chargebee")
    really = Outcome.STARTED if receipt.execution_id else receipt.outcome  # Temporal is away: it is on its way
    outcome, part, need = CASES[case]
    assert (found.outcome, really) == (outcome, outcome)
    first = found.obstacle
    assert (first.part, first.need) == (part, need) if first else part is None
    if first and part in (Part.INPUT, Part.CUSTOMER):
        assert first.sentence == receipt.detail


def test_what_stands_behind_an_obstacle_is_told_as_well() -> None:
    template = make_template("Off")
    set_link_enabled(make_link(template, "gst"), False, actor=AUTHOR, reason="Paused")
    found = foresee_start(order(payload=FITS))
    assert found.outcome is Outcome.LINK_DISABLED
    assert states(found)[Part.VERSION] is State.OBSTACLE
    assert found.has_input


def test_without_a_payload_the_newest_deliverys_is_taken() -> None:
    linked()
    buy("gst", "ev_1", {"customer": "old"})
    newest = buy("gst", "ev_2", {"customer": "new"})
    found = foresee_start(order())
    assert (found.input, found.payload_of) == ({"customer": "new"}, newest.delivery_id)


def test_where_no_payload_is_known_it_says_that_it_depends_on_it() -> None:
    linked()
    found = foresee_start(order())
    assert (found.outcome, found.has_input, states(found)[Part.INPUT]) == (None, False, State.UNKNOWN)
    assert found.obstacle is None


def test_open_executions_of_the_same_customer_and_template_are_told() -> None:
    linked()
    linked(entity="other")
    context: JsonObject = {"customerId": "cust_1"}
    another: JsonObject = {"customerId": "cust_2"}
    events = [("ev_1", "gst", context), ("ev_2", "gst", another), ("ev_3", "other", context)]
    for key, entity, about in events:
        receive_event(Event("chargebee", key, EntityType.PRODUCT, entity, FITS, about), actor="chargebee")
    found = foresee_start(order(payload=FITS, context=context))
    assert len(found.running) == 1
    assert states(found)[Part.CUSTOMER] is State.NOTICE
    assert found.outcome is Outcome.STARTED


def test_what_has_ended_is_not_open(database: Connection) -> None:
    linked()
    context: JsonObject = {"customerId": "cust_1"}
    receive_event(Event("chargebee", "ev_1", EntityType.PRODUCT, "gst", FITS, context), actor="chargebee")
    database.execute(text("""UPDATE "WorkflowExecution" SET status = 'COMPLETED'"""))
    assert foresee_start(order(payload=FITS, context=context)).running == ()


def test_a_service_request_that_has_an_open_execution_is_told(database: Connection) -> None:
    linked()
    database.execute(text("""INSERT INTO "ServiceRequest" (id) VALUES ('sr_1')"""))
    sent = Event("backend", "ev_1", EntityType.PRODUCT, "gst", FITS, service_request_id="sr_1")
    receive_event(sent, actor="backend")
    found = foresee_start(order(payload=FITS, service_request_id="sr_1"))
    assert [each.name for each in found.running] == ["GST registration · gst"]


def test_only_its_team_knows_what_a_custom_workflow_goes_on_to_start() -> None:
    custom = make_custom_template()
    make_active(custom, definition={"steps": []})
    make_link(custom, "hand-over")
    found = foresee_start(order("hand-over", payload={"any": 1}))
    assert states(found)[Part.SUBFLOWS] is State.UNKNOWN
    assert found.outcome is Outcome.STARTED


def test_whether_a_worker_polls_is_asked_of_temporal(temporal_server_address: str, temporal_at: PointTo) -> None:
    temporal_at(temporal_server_address)
    custom = make_custom_template(task_queue="nobody-polls-this")
    make_active(custom, definition={"steps": []})
    make_link(custom, "hand-over")
    found = foresee_start(order("hand-over", payload={}))
    step = next(step for step in found.steps if step.part is Part.WORKER)
    assert step.state is State.NOTICE
    assert "No worker polls the task queue “nobody-polls-this”" in step.sentence
    assert found.outcome is Outcome.STARTED


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (order(""), "entity id: is missing"),
        (order("x" * 201), "entity id: has 201 characters"),
        (order(payload={"a": "\0"}), "payload: holds the character NUL"),
        (order(context={"a": "x" * 70_000}), "context: .* at most 65,536"),
    ],
)
def test_an_order_that_could_not_be_kept_is_refused(wrong: Order, says: str) -> None:
    with pytest.raises(InvalidInput, match=says):
        foresee_start(wrong)


@pytest.fixture
def statements(database_engine: Engine) -> Iterator[list[str]]:
    """Every statement that is sent to the database."""
    heard: list[str] = []

    def hear(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        heard.append(statement)

    event.listen(database_engine, "before_cursor_execute", hear)
    yield heard
    event.remove(database_engine, "before_cursor_execute", hear)


@pytest.mark.parametrize("case", CASES)
def test_asking_writes_nothing_and_starts_nothing(case: str, database: Connection, statements: list[str]) -> None:
    arrange(case)
    before = row_counts(database)
    statements.clear()
    foresee_start(order(payload=FITS, context={"customerId": "cust_1"}))
    asked = [each for each in statements if not each.startswith(("SAVEPOINT", "ROLLBACK", "RELEASE"))]
    assert asked[0] == "SET TRANSACTION READ ONLY"
    assert all(each.lstrip().startswith(("SELECT", "SET TRANSACTION READ ONLY")) for each in asked)
    assert row_counts(database) == before
    assert before["pointsman.delivery"] == before["WorkflowExecution"] == 0


def test_a_temporal_that_is_away_is_asked_once_for_all_items_of_an_event() -> None:
    linked()
    linked(entity="other")
    found = foresee_starts([order(payload=FITS), order("nobody"), order("other", payload=FITS)])
    assert [each.outcome for each in found] == [Outcome.STARTED, Outcome.NO_LINK, Outcome.STARTED]
    assert [states(each).get(Part.WORKER) for each in found] == [State.UNKNOWN, None, State.UNKNOWN]
