"""The recovery queue: what failed is in it until it is made good, rerun or dealt with."""

from itertools import count

import pytest
from sqlalchemy import Connection, text

from domain.errors import Conflict, InvalidInput
from domain.json_types import JsonObject
from domain.vocabulary import EntityType, RuntimeStatus
from services.assign_failures import assign_failures
from services.get_execution import get_execution
from services.list_executions import ExecutionFilter, list_executions
from services.read_ledger import read_ledger
from services.read_recovery import FailureGroupRow, read_recovery
from services.receive_event import Event, receive_event
from services.rerun_execution import as_it_was, rerun_execution
from services.settle_failures import settle_failures
from services.start_execution import StartOrder, start_execution
from storage.database import transaction
from tests.factories import AUTHOR, make_active, make_draft, make_link, make_template, start
from tests.services.ending import FAULT, end

NUMBERS = count()


@pytest.fixture
def template(database: Connection) -> str:
    found = make_template("GST")
    make_active(found)
    return found


def run(template: str, customer: str | None = "c_1", failure: JsonObject | None = FAULT) -> str:
    """An execution for a customer that failed, or without a failure completed."""
    context: JsonObject = {"customerId": customer} if customer else {}
    made = start_execution(StartOrder(template, {}, "x", context=context), actor=AUTHOR).execution_id
    return end(later(made), RuntimeStatus.FAILED if failure else RuntimeStatus.COMPLETED, failure)


def later(execution_id: str | None) -> str:
    """Created after every other one: within one transaction, PostgreSQL's clock stands still."""
    moved = text(
        """UPDATE "WorkflowExecution" SET "createdAt" = now() + :number * interval '1 second' WHERE id = :id"""
    )
    with transaction() as session:
        session.execute(moved, {"number": next(NUMBERS), "id": execution_id})
    return execution_id or ""


def bought(entity: str, status: RuntimeStatus, customer: str | None = None) -> str:
    context: JsonObject | None = {"customerId": customer} if customer else None
    event = Event("shop", f"ev_{next(NUMBERS)}", EntityType.PRODUCT, entity, {}, context)
    return end(later(receive_event(event, actor="shop").execution_id), status)


def groups() -> list[tuple[str, int]]:
    """Error and size, and that the list agrees."""
    found = read_recovery()
    listed = list_executions(ExecutionFilter(not_recovered=True), size=500).rows
    assert found.total == sum(row.count for row in found.groups) == len(listed)
    for row in found.groups:
        assert len(list_executions(ExecutionFilter(failure_group=row.id), size=500).rows) == row.count
    return [(row.error, row.count) for row in found.groups]


def only() -> FailureGroupRow:
    [row] = read_recovery().groups
    return row


def test_a_failure_is_in_the_queue_with_task_and_error(template: str) -> None:
    run(template)
    row = only()
    assert (row.template_name, row.task, row.error, row.count) == ("GST", "/do/0/file", "timeout 408: Too late", 1)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Order 17 of cus_8412 is gone", "Order 4 of cus_9 is gone"),
        ("No 123e4567-e89b-12d3-a456-426614174000 there", "No 00000000-e89b-12d3-a456-426614174fff there"),
        ("Closed at 2026-01-02T03:04:05.678Z for good", "Closed at 2025-11-12 13:14 for good"),
        ("Port 8080 of 10.0.0.1 refused", "Port 443 of 192.168.17.4 refused"),
        ("Unknown id cmx22ofwculo68e6bf6wntiyi", "Unknown id cmx1111wculo68e6bf6w00000"),
        ("Took 1,204.5 s\n  too long", "Took 3 s too long"),
        ("order-2026-17 twice", "order-1 twice"),
    ],
)
def test_ids_numbers_and_times_do_not_tell_failures_apart(template: str, one: str, other: str) -> None:
    for number, detail in enumerate((one, other)):
        run(template, f"c_{number}", {**FAULT, "detail": detail})
    assert [size for _, size in groups()] == [2]


@pytest.mark.parametrize(
    "other",
    [
        {**FAULT, "instance": "/do/1/pay"},
        {**FAULT, "status": 500},
        {**FAULT, "title": "Refused"},
        {**FAULT, "type": "x"},
    ],
)
def test_task_status_and_words_do(template: str, other: JsonObject) -> None:
    run(template, "c_1")
    run(template, "c_2", {**FAULT, **other})
    assert sorted(size for _, size in groups()) == [1, 1]


def test_words_with_few_figures_stay(template: str) -> None:
    run(template, failure={**FAULT, "detail": "HTTP2 of the tax office says: form W-9 is missing"})
    assert only().error == "timeout 408: HTTP<n> of the tax office says: form <id> is missing"


def test_a_later_success_for_the_same_customer_recovers_it(template: str, database: Connection) -> None:
    failed = run(template)
    run(template, "c_2", None)
    assert len(groups()) == 1
    done = run(template, "c_1", None)
    assert groups() == []
    settled = text("SELECT settled, settled_by FROM pointsman.failure WHERE execution_id = :id")
    assert tuple(database.execute(settled, {"id": failed}).one()) == ("RECOVERED", done)


def test_an_earlier_success_recovers_nothing(template: str) -> None:
    run(template, "c_1", None)
    run(template, "c_1")
    assert len(groups()) == 1


def test_a_success_that_was_seen_before_the_failure_recovers_it(template: str) -> None:
    order = StartOrder(template, {}, "x", context={"customerId": "c_1"})
    first = later(start_execution(order, actor=AUTHOR).execution_id)
    run(template, "c_1", None)
    end(first)
    assert groups() == []


def test_for_one_customer_another_product_is_other_work(template: str) -> None:
    make_link(template, "gst-in")
    make_link(template, "gst-uk")
    bought("gst-in", RuntimeStatus.FAILED, "c_1")
    bought("gst-uk", RuntimeStatus.COMPLETED, "c_1")
    assert len(groups()) == 1
    bought("gst-in", RuntimeStatus.COMPLETED, "c_1")
    assert groups() == []


def test_without_a_customer_the_entity_decides(template: str) -> None:
    make_link(template, "gst-in")
    make_link(template, "gst-uk")
    bought("gst-in", RuntimeStatus.FAILED)
    bought("gst-uk", RuntimeStatus.COMPLETED)
    assert len(groups()) == 1
    bought("gst-in", RuntimeStatus.COMPLETED)
    assert groups() == []


def test_without_either_only_a_rerun_helps(template: str) -> None:
    failed = run(template, None)
    run(template, None, None)
    assert len(groups()) == 1
    order = as_it_was(get_execution(failed), None, seen=0, key="k")
    rerun_execution(order, actor=AUTHOR, reason="Again")
    assert groups() == []


def test_a_rerun_that_fails_stands_in_the_queue_in_place_of_the_first(template: str) -> None:
    failed = run(template)
    order = as_it_was(get_execution(failed), None, seen=0, key="k")
    again = end(rerun_execution(order, actor=AUTHOR, reason="Again").execution_id)
    assert [row.id for row in list_executions(ExecutionFilter(not_recovered=True)).rows] == [again]


def test_test_runs_and_children_are_left_out(template: str, database: Connection) -> None:
    end(start(template, version_id=make_draft(template, "3.0.0"), test=True).execution_id)
    root, child = run(template, "c_1", None), run(template, "c_9")
    database.execute(
        text('UPDATE "WorkflowExecution" SET "parentWorkflowExecutionId" = :root WHERE id = :child'),
        {"root": root, "child": child},
    )
    database.execute(
        text("UPDATE pointsman.execution_run SET failure = failure || '{\"status\": 1}' WHERE execution_id = :id"),
        {"id": child},
    )
    assert groups() == []


def test_a_retried_start_leaves_the_queue(template: str, database: Connection) -> None:
    waiting = start(template).execution_id or ""
    database.execute(
        text("""UPDATE "WorkflowExecution" SET status = 'FAILED_TO_START' WHERE id = :id"""), {"id": waiting}
    )
    assert [size for _, size in groups()] == [1]
    database.execute(text("""UPDATE "WorkflowExecution" SET status = 'CREATED' WHERE id = :id"""), {"id": waiting})
    assert groups() == []


def test_what_the_backend_made_is_in_it(template: str, database: Connection) -> None:
    done = run(template, "c_1", None)
    database.execute(
        text("""INSERT INTO "WorkflowExecution" (id, name, "workflowTemplateVersionId", status)
                VALUES ('own', 'Own', :version, 'FAILED')"""),
        {"version": get_execution(done).version_id},
    )
    assert groups() == [("", 1)]


def test_dealt_with_is_noted_on_each_and_new_ones_come_back(template: str) -> None:
    failed = [run(template, f"c_{number}") for number in range(3)]
    settle_failures(only().id, seen=3, actor=AUTHOR, reason="Filed on paper")
    assert groups() == []
    assert {read_ledger(subject_id=each)[0].reason for each in failed} == {"Filed on paper"}
    run(template, "c_7")
    assert [size for _, size in groups()] == [1]


def test_dealing_with_others_than_were_seen_is_refused(template: str) -> None:
    run(template, "c_1")
    group = only().id
    run(template, "c_2")
    with pytest.raises(Conflict, match="There are 2 of them now, not 1"):
        settle_failures(group, seen=1, actor=AUTHOR, reason="Filed on paper")
    with pytest.raises(InvalidInput, match="reason"):
        settle_failures(group, seen=2, actor=AUTHOR, reason="")
    assert [size for _, size in groups()] == [2]


def test_owner_and_note_stay_with_the_group(template: str) -> None:
    run(template)
    assign_failures(only().id, ("bob", "Asked the bank"), seen=(None, None), actor=AUTHOR)
    run(template, "c_2")
    row = only()
    assert (row.owner, row.note, row.count) == ("bob", "Asked the bank", 2)
    assert read_recovery(owner="bob").total == 2
    assert read_recovery(owner="eve").total == read_recovery(template_id="gone").total == 0
    with pytest.raises(Conflict, match="the owner is bob now"):
        assign_failures(row.id, ("eve", None), seen=(None, None), actor=AUTHOR)
