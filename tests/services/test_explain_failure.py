"""Why an execution failed: down to the sub-workflow and the task where it began, and held against the last good run."""

import pytest

from domain.errors import NotFound
from domain.failing import Trouble
from domain.ids import new_id
from domain.json_types import JsonObject, JsonValue
from domain.retry_limits import RetryLimit
from domain.vocabulary import RuntimeStatus
from services._activation import Activation
from services.cancel_execution import cancel_execution
from services.explain_failure import explain_failure
from services.find_last_good import find_last_good
from services.get_template import get_template
from services.get_tree import get_tree
from services.publish_version import publish_version
from services.read_run import read_causes
from tests.factories import AUTHOR, calling, make_active, make_draft, make_template, open_workflow, start
from tests.runtime.engine import Engine
from tests.services.conftest import until_true
from tests.services.team import until_closed
from tests.with_engine import worked_database, worker, working

__all__ = ["worked_database", "worker", "working"]
ASK: JsonObject = {"ask": {"call": "human-task:1.0.0@default", "with": {"title": "Confirm"}}}
RING: JsonObject = {"ring": {"call": "http", "with": {"method": "get", "endpoint": "http://127.0.0.1:9/"}}}
PATIENT: JsonObject = {
    "patient": {
        "try": [RING],
        "catch": {"retry": {"delay": {"milliseconds": 1}, "limit": {"attempt": {"count": 1}}}},
    }
}
REFUSE: JsonObject = {"refuse": {"raise": {"error": {"type": "https://acme.example/no", "status": 422, "title": "No"}}}}


def template_with(*tasks: JsonValue, name: str = "") -> tuple[str, str]:
    """A template that is on, and the name of its definition."""
    template, named = make_template(), name or f"explained-{new_id()}"
    make_active(template, definition=open_workflow(named, do=[*tasks]))
    return template, named


def ended(working: Engine, template: str, value: JsonValue = None) -> str:
    execution = start(template, value).execution_id or ""
    working.known(execution).ended()
    return execution


def test_the_chain_leads_to_the_task_at_the_bottom_with_its_limit(working: Engine) -> None:
    _, lowest = template_with(PATIENT)
    _, middle = template_with(*calling(lowest))
    top, _ = template_with(*calling(middle))
    found = explain_failure(ended(working, top))
    assert [step.task for step in found.steps] == ["child", "child", "ring"]
    assert (found.trouble, found.limit) == (Trouble.UNREACHABLE, RetryLimit("/do/0/patient", 2))
    assert [step.id for step in found.steps][1:] == [
        member.id for member in get_tree(found.origin.id).members if member.parent_id
    ]


def test_a_cancelled_sub_workflow_is_the_bottom(working: Engine) -> None:
    _, lowest = template_with(ASK)
    top, _ = template_with(*calling(lowest))
    execution = start(top).execution_id or ""
    working.known(execution).until(lambda state: any(task.child_execution_id for task in state.tasks))
    child = next(member.id for member in get_tree(execution).members if member.parent_id)
    working.known(child).open_task()
    cancel_execution(child, actor=AUTHOR, reason="Not needed")
    working.known(execution).ended()
    until_true(lambda: explain_failure(execution).origin.runtime_status is RuntimeStatus.CANCELED)
    found = explain_failure(execution)
    assert (found.origin.id, found.origin.task, found.trouble) == (child, None, Trouble.CANCELED)


def test_an_unknown_execution_is_not_found(working: Engine) -> None:
    with pytest.raises(NotFound):
        explain_failure("nobody-knows-it")


def test_the_last_good_run_tells_input_and_activation(working: Engine) -> None:
    template, name = template_with({"accept": {"set": {"ok": True}}})
    good = ended(working, template, {"plan": "team", "token": "one"})
    second = make_draft(template, "1.1.0", open_workflow(name, do=[REFUSE], version="1.1.0"))
    activation = Activation("Refuses now", seen_active_id=get_template(template).active_version_id)
    publish_version(second, actor=AUTHOR, activate=activation, smaller_step_confirmed=True)
    found = find_last_good(ended(working, template, {"plan": "firm", "token": "two"}))
    assert found is not None
    assert (found.id, found.version) == (good, "1.0.0")
    assert [(move.by, move.why) for move in found.moves] == [(AUTHOR, "Refuses now")]
    words = sorted(line.words for line in found.changes or ())
    assert words[0].startswith("`input › plan` is now `firm`")
    assert "two" not in words[1]


def test_what_nothing_completed_before_has_no_good_run(working: Engine) -> None:
    template, _ = template_with(REFUSE)
    assert find_last_good(ended(working, template)) is None


def test_the_causes_of_a_teams_own_workflow_are_unwrapped(team_template: str) -> None:
    execution = start(team_template, {"plan": "fail"}).execution_id or ""
    until_closed(execution)
    [cause] = read_causes(execution)
    assert (cause.kind, cause.name, cause.message) == ("application", "bank", "The bank refused")
