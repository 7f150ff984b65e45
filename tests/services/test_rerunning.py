"""A rerun is a new execution of the same work, bound to the old one on both sides, and made once."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from domain.errors import Conflict, InvalidInput, NotAllowed
from domain.json_types import JsonObject
from domain.vocabulary import ExecutionStatus, Origin, Outcome, RuntimeStatus
from services._activation import Activation
from services._intake import Receipt
from services.deprecate_version import deprecate_version
from services.get_execution import get_execution
from services.get_template import get_template
from services.list_reruns import list_reruns
from services.publish_version import publish_version
from services.read_ledger import read_ledger
from services.rerun_execution import RerunOrder, as_it_was, rerun_execution
from services.start_execution import StartOrder, start_execution
from tests.factories import AUTHOR, make_active, make_draft, make_template, open_workflow
from tests.services.ending import end

SCHEMA: JsonObject = {"type": "object", "required": ["pan"], "properties": {"pan": {"type": "string", "minLength": 2}}}
WITH_SCHEMA: JsonObject = {**open_workflow("gst", version="2.0.0"), "input": {"schema": {"document": SCHEMA}}}


@pytest.fixture
def template(fresh_database_url: str, temporal_address: str) -> str:
    found = make_template("GST")
    make_active(found, definition=open_workflow("gst"))
    return found


@pytest.fixture
def failed(template: str) -> str:
    order = StartOrder(template, {"pan": "A"}, "First", context={"customerId": "c_1"}, name="Ada")
    return end(start_execution(order, actor=AUTHOR).execution_id)


def rerun(old: str, version_id: str | None = None, *, seen: int = 0, key: str = "key", **changed: object) -> Receipt:
    found = as_it_was(get_execution(old), version_id, seen=seen, key=key)
    order = RerunOrder(found.execution_id, version_id, changed.get("input", found.input), found.context, seen, key)  # type: ignore[arg-type]
    return rerun_execution(order, actor="bob", reason="The bank is back")


def activate(template: str) -> str:
    old = make_draft(template, "2.0.0", WITH_SCHEMA)
    seen = get_template(template).active_version_id
    publish_version(old, actor=AUTHOR, activate=Activation("Better", seen_active_id=seen))
    return old


def test_a_rerun_repeats_name_input_and_context_and_both_know_each_other(failed: str) -> None:
    new = get_execution(rerun(failed, get_execution(failed).version_id).execution_id or "")
    assert (new.name, new.input, new.context) == ("Ada", {"pan": "A"}, {"customerId": "c_1"})
    assert (new.origin, new.started_by, new.reason, new.retried_from) == (
        Origin.RERUN,
        "bob",
        "The bank is back",
        failed,
    )
    of, by = list_reruns(new.id, new.retried_from).of, list_reruns(failed, None).by
    assert (of.id if of else None, [row.id for row in by]) == (failed, [new.id])
    assert read_ledger(subject_id=failed)[0].action == "execution.rerun"
    assert [row.action for row in read_ledger(subject_id=new.id)] == ["execution.start"]


def test_the_active_version_is_another_one_and_its_schema_decides(template: str, failed: str) -> None:
    active = activate(template)
    refused = rerun(failed, None)
    assert (refused.outcome, refused.execution_id) == (Outcome.INVALID_INPUT, None)
    assert list_reruns(failed, None).by == ()
    new = rerun(failed, None, key="another", input={"pan": "ABC"}).execution_id or ""
    assert get_execution(new).version_id == active


def test_a_double_click_reruns_once(failed: str) -> None:
    with ThreadPoolExecutor(4) as pool:
        found = set(pool.map(lambda _: rerun(failed).execution_id, range(4)))
    assert len(found) == len(list_reruns(failed, None).by) == 1


def test_two_people_at_once_rerun_once(failed: str) -> None:
    rerun(failed, key="ada")
    with pytest.raises(Conflict, match="rerun meanwhile"):
        rerun(failed, key="bob")
    assert rerun(failed, seen=1, key="bob").outcome is Outcome.STARTED


def test_a_deprecated_original_is_not_rerun(template: str, failed: str) -> None:
    original = get_execution(failed).version_id
    activate(template)
    deprecate_version(original, reason="Wrong", actor=AUTHOR)
    with pytest.raises(NotAllowed, match="is deprecated and starts nothing new"):
        rerun(failed, original)


def test_what_runs_is_not_rerun(template: str) -> None:
    running = start_execution(StartOrder(template, {}, "First"), actor=AUTHOR).execution_id or ""
    with pytest.raises(NotAllowed, match="It is started"):
        rerun(running)


def test_a_rerun_needs_a_reason(failed: str) -> None:
    order = as_it_was(get_execution(failed), None, seen=0, key="k")
    with pytest.raises(InvalidInput, match="reason"):
        rerun_execution(order, actor=AUTHOR, reason=" ")


def test_a_completed_one_may_be_rerun(template: str) -> None:
    done = end(start_execution(StartOrder(template, {}, "x"), actor=AUTHOR).execution_id, RuntimeStatus.COMPLETED)
    assert get_execution(done).status is ExecutionStatus.COMPLETED
    assert rerun(done).outcome is Outcome.STARTED
