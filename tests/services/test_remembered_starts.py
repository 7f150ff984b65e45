"""What a process remembers of a template or a link never starts what is not so any more, whoever changed it."""

from collections.abc import Callable
from functools import partial

import pytest
from sqlalchemy import Connection, text

from domain.errors import Conflict
from domain.json_types import JsonObject
from domain.vocabulary import Origin, Outcome
from services._intake import Receipt, Refusal, Request, Start, decide_and_take_in
from services.get_execution import ExecutionDetail, get_execution
from services.start_execution import StartOrder, decide_order
from storage.database import transaction
from tests.factories import AUTHOR, buy, make_active, make_link, make_published, make_template, open_workflow, start

RULE: JsonObject = {"schema": {"document": {"type": "object", "required": ["state"]}}}
STRICT: JsonObject = {**open_workflow("strict"), "input": RULE}


def write(database: Connection, statement: str, **values: str | None) -> None:
    """As another process does it, of which this one hears nothing."""
    database.execute(text(statement), values)


def activate(database: Connection, template: str, version: str | None) -> None:
    write(
        database,
        'UPDATE "WorkflowTemplate" SET "activeVersionId" = :version WHERE id = :template',
        template=template,
        version=version,
    )


def by_hand(template: str, _key: str) -> Receipt:
    return start(template)


def by_an_event(_template: str, key: str) -> Receipt:
    return buy(event_id=key)


def made(receipt: Receipt) -> ExecutionDetail:
    assert receipt.execution_id is not None
    return get_execution(receipt.execution_id)


@pytest.fixture
def template(database: Connection) -> str:
    found = make_template("Filing")
    make_active(found)
    make_link(found)
    return found


@pytest.mark.parametrize("ask", [by_hand, by_an_event])
def test_the_version_that_is_active_now_is_started(
    database: Connection, template: str, ask: Callable[[str, str], Receipt]
) -> None:
    ask(template, "ev_1")
    second = make_published(template, "2.0.0")
    activate(database, template, second)
    assert made(ask(template, "ev_2")).version_id == second


@pytest.mark.parametrize("ask", [by_hand, by_an_event])
def test_a_template_that_is_off_now_starts_nothing_and_starts_again_when_it_is_on(
    database: Connection, template: str, ask: Callable[[str, str], Receipt]
) -> None:
    version = made(ask(template, "ev_1")).version_id
    activate(database, template, None)
    assert ask(template, "ev_2").outcome is Outcome.NO_ACTIVE_VERSION
    activate(database, template, version)
    assert made(ask(template, "ev_3")).version_id == version


def test_an_input_is_refused_by_the_rules_of_now_alone(database: Connection) -> None:
    template = make_template("Strict")
    strict = make_active(template, definition=STRICT)
    assert start(template, {"state": "DE"}).execution_id
    lenient = make_published(template, "2.0.0", open_workflow(version="2.0.0"))
    activate(database, template, lenient)
    assert made(start(template, {})).version_id == lenient
    activate(database, template, strict)
    assert start(template, {}).outcome is Outcome.INVALID_INPUT


def test_the_name_of_now_is_given(database: Connection, template: str) -> None:
    start(template)
    write(database, """UPDATE "WorkflowTemplate" SET name = 'Annual filing' WHERE id = :id""", id=template)
    assert made(start(template)).name == "Annual filing"
    assert made(buy(event_id="ev_9")).name == "Annual filing · us-incorporation"


def test_a_link_that_was_moved_disabled_or_removed_is_followed(database: Connection, template: str) -> None:
    assert made(buy(event_id="ev_1")).template_id == template
    other = make_template("Other")
    make_active(other)
    move = 'UPDATE "WorkflowTemplateLink" SET "workflowTemplateId" = :other WHERE "entityId" = \'us-incorporation\''
    write(database, move, other=other)
    assert made(buy(event_id="ev_2")).template_id == other
    write(database, "UPDATE pointsman.link_setting SET enabled = false")
    assert buy(event_id="ev_3").outcome is Outcome.LINK_DISABLED
    write(database, """DELETE FROM "WorkflowTemplateLink" WHERE "entityId" = 'us-incorporation'""")
    assert buy(event_id="ev_4").outcome is Outcome.NO_LINK
    make_link(template)
    assert made(buy(event_id="ev_5")).template_id == template


def test_the_input_is_made_by_the_expression_of_now(database: Connection, template: str) -> None:
    buy(event_id="ev_1", payload={"a": {"state": "DE"}})
    write(database, "UPDATE pointsman.link_setting SET input_expression = '.a'")
    found = made(buy(event_id="ev_2", payload={"a": {"state": "DE"}}))
    told = database.execute(
        text("SELECT input FROM pointsman.execution_run WHERE execution_id = :id"), {"id": found.id}
    )
    assert told.scalar_one() == {"state": "DE"}


def decide_while(change: Callable[[], None], template: str, fresh_only: bool) -> Receipt:
    """Start while something changes between the decision and its record: the first time, or each time."""
    order = StartOrder(template, {}, "A customer asked for it")
    request = Request("manual", order.key, {}, AUTHOR, reason=order.reason, template_id=template)
    with transaction() as session:
        found = partial(decide_order, session, order, Origin.MANUAL)

        def decide(fresh: bool) -> Start | Refusal:
            decision = found(fresh)
            if not (fresh and fresh_only):
                change()
            return decision

        return decide_and_take_in(session, request, decide)


def test_an_activation_between_decision_and_record_is_obeyed(database: Connection, template: str) -> None:
    second = make_published(template, "2.0.0")
    receipt = decide_while(lambda: activate(database, template, second), template, fresh_only=True)
    assert made(receipt).version_id == second


def test_what_never_stops_changing_starts_nothing_and_says_so(database: Connection, template: str) -> None:
    versions = [make_published(template, f"{number}.0.0") for number in range(2, 10)]
    with pytest.raises(Conflict, match="changed all the time"):
        decide_while(lambda: activate(database, template, versions.pop()), template, fresh_only=False)
    assert database.execute(text("SELECT count(*) FROM pointsman.delivery")).scalar_one() == 0
    assert versions
