"""``run: workflow``: child workflows with execution rows, through the real services and database."""

from domain.ids import derived_id
from domain.vocabulary import ExecutionStatus, Origin, RuntimeStatus
from services.get_execution import get_execution
from services.observe_execution import observe_execution
from services.read_running_below import RunningBelow, read_running_below
from services.switch_off_template import switch_off_template
from services.terminate_execution import still_running_below, terminate_alone, terminate_execution
from tests.runtime.engine import Engine, Json
from tests.runtime.templates import ACTOR, children_of, publish, settled

ASK: Json = {"ask": {"call": "human-task:1.0.0@default", "with": {"title": "Wait for a person"}}}
RAISE: Json = {"type": "https://x.example/rejected", "status": 422, "title": "Rejected", "detail": "by the state"}


def test_a_child_gives_its_output_to_its_parent(engine: Engine) -> None:
    child = publish({"double": {"set": "${ .n * 2 }"}})
    parent = publish({"c": child.called(input={"n": "${ .n + 1 }"})}, {"after": {"set": "${ {got: .} }"}})
    execution = parent.start({"n": 1})
    assert engine.known(execution).result() == {"got": 4}


def test_a_child_is_a_row_with_parent_root_version_context_and_input(engine: Engine) -> None:
    inner = publish(ASK)
    metadata = {"pointsman/context": {"directorId": "${ .id }"}, "pointsman/name": '${ "Director " + .id }'}
    middle = publish({"dsc": {**inner.called(), "metadata": metadata}})
    outer = publish({"m": middle.called("active", input={"id": "d1"})})
    root = outer.start(context={"customer": "c1"})
    engine.known(root).until_child_runs()
    (member,) = children_of(root)
    engine.known(member.id).until_child_runs()
    (leaf,) = children_of(member.id)
    found = get_execution(leaf.id)
    assert leaf.id == derived_id(member.id, "/do/0/dsc", 1)
    assert (found.name, found.root_id, found.version_id) == ("Director d1", root, inner.version_id)
    assert found.context == {"customer": "c1", "directorId": "d1"}
    assert (found.origin, found.input) == (Origin.CHILD, {"id": "d1"})
    started = settled(leaf.id, ExecutionStatus.STARTED)
    assert started.run_id
    engine.known(leaf.id).open_task()
    engine.known(leaf.id).complete("/do/0/ask", {"ok": True})
    assert engine.known(root).result() == {"ok": True}
    for execution_id in (leaf.id, member.id, root):
        assert settled(execution_id, ExecutionStatus.COMPLETED).runtime_status is RuntimeStatus.COMPLETED


def test_a_childs_fault_surfaces_in_the_parent_with_its_true_cause(engine: Engine) -> None:
    child = publish({"r": {"raise": {"error": RAISE}}})
    parent = publish({"c": child.called()})
    execution = parent.start()
    fault = engine.known(execution).fault()
    (member,) = children_of(execution)
    assert fault == {**RAISE, "instance": "/do/0/c", "cause": "/do/0/r", "execution": member.id}
    assert settled(member.id, ExecutionStatus.FAILED).failure == {**RAISE, "instance": "/do/0/r"}
    failed = settled(execution, ExecutionStatus.FAILED)
    assert (failed.failure, failed.runtime_status) == (fault, RuntimeStatus.FAILED)


def test_a_childs_fault_can_be_caught(engine: Engine) -> None:
    child = publish({"r": {"raise": {"error": RAISE}}})
    catch = {"errors": {"with": {"status": 422}}, "do": [{"h": {"set": "${ $error.title }"}}]}
    parent = publish({"t": {"try": [{"c": child.called()}], "catch": catch}})
    assert engine.known(parent.start()).result() == "Rejected"


def test_a_retried_child_is_another_execution(engine: Engine) -> None:
    child = publish({"r": {"raise": {"error": RAISE}}})
    retry = {"delay": {"milliseconds": 1}, "limit": {"attempt": {"count": 1}}}
    parent = publish({"t": {"try": [{"c": child.called()}], "catch": {"retry": retry}}})
    execution = parent.start()
    engine.known(execution).fault()
    assert sorted(member.name for member in children_of(execution)) == ["c", "c (2)"]


def test_parallel_items_are_children_of_their_own(engine: Engine) -> None:
    child = publish({"s": {"set": '${ .who + "!" }'}})
    run = {"c": child.called(input={"who": "${ $person }"})}
    loop = {"for": {"each": "person", "in": ".people"}, "do": [run], "metadata": {"pointsman/parallel": True}}
    execution = publish({"loop": loop}).start({"people": ["a", "b", "c"]})
    assert engine.known(execution).result() == ["a!", "b!", "c!"]
    assert len(children_of(execution)) == 3


def test_a_child_that_is_gone_is_a_configuration_fault_with_a_sentence(engine: Engine) -> None:
    child = publish({"s": {"set": {"x": 1}}})
    parent = publish({"c": child.called("active")})
    switch_off_template(child.template_id, reason="test", seen_active_id=child.version_id, actor=ACTOR)
    fault = engine.known(parent.start()).fault()
    assert fault["type"].endswith("/configuration")
    assert child.name in fault["detail"]


def test_an_input_that_the_child_does_not_take_is_a_configuration_fault(engine: Engine) -> None:
    schema = {"schema": {"document": {"type": "object", "required": ["n"]}}}
    child = publish({"s": {"set": {"x": 1}}}, input=schema)
    fault = engine.known(publish({"c": child.called(input={})}).start()).fault()
    assert "n" in fault["detail"]


def test_whether_a_child_is_awaited_is_known_of_its_row(engine: Engine) -> None:
    child = publish(ASK)
    alone = {"run": {**child.called()["run"], "await": False}}
    execution = publish({"alone": alone}, {"awaited": child.called()}).start()
    engine.known(execution).until_child_runs()
    (awaited,) = [member.id for member in children_of(execution) if member.name == "awaited"]
    assert still_running_below(execution) == (awaited,)


def test_a_start_close_to_the_largest_runs_to_its_end(engine: Engine) -> None:
    large = publish({"keep": {"set": {"text": "x" * 1_000_000}}}, {"s": {"set": {"done": True}}})
    assert engine.known(large.start({"text": "x" * 1_070_000})).result() == {"done": True}


def test_a_child_that_is_too_large_to_start_is_a_fault_of_the_parent_with_the_sizes(engine: Engine) -> None:
    child = publish({"keep": {"set": {"text": "x" * 1_000_000}}})
    execution = publish({"c": child.called()}).start({"text": "x" * 1_090_000})
    fault = engine.known(execution).fault()
    assert "too large to be handed to Temporal at once" in fault["detail"]
    assert (fault["instance"], children_of(execution)) == ("/do/0/c", [])


def test_a_child_that_is_not_awaited_goes_on_by_itself(engine: Engine) -> None:
    child = publish(ASK)
    run = child.called()["run"]
    execution = publish({"c": {"run": {**run, "await": False}}}).start({"n": 1})
    assert engine.known(execution).result() == {"n": 1}
    (member,) = children_of(execution)
    engine.known(member.id).open_task()
    engine.known(member.id).complete("/do/0/ask", {})
    settled(member.id, ExecutionStatus.COMPLETED)


def test_cancel_reaches_branches_and_children_and_all_rows_follow(engine: Engine) -> None:
    child = publish(ASK)
    branches = [{"c": child.called()}, {"long": {"wait": {"days": 1}}}, ASK]
    execution = publish({"f": {"fork": {"branches": branches}}}).start()
    running = engine.known(execution)
    running.until_child_runs()
    (member,) = children_of(execution)
    engine.known(member.id).open_task()
    running.cancel()
    for execution_id in (member.id, execution):
        assert settled(execution_id, ExecutionStatus.FAILED).runtime_status is RuntimeStatus.CANCELED
    assert {status.value for _, status in running.statuses()} == {"CANCELLED"}
    assert running.state().open_tasks == []


def test_a_child_that_was_cancelled_by_itself_is_a_fault_of_the_parent(engine: Engine) -> None:
    child = publish(ASK)
    execution = publish({"c": child.called()}).start()
    engine.known(execution).until_child_runs()
    (member,) = children_of(execution)
    engine.known(member.id).open_task()
    engine.known(member.id).cancel()
    fault = engine.known(execution).fault()
    assert "was cancelled" in fault["detail"]


def test_a_run_that_is_terminated_alone_leaves_its_child_to_its_own_end(engine: Engine) -> None:
    execution = publish({"c": publish(ASK).called()}).start()
    engine.known(execution).until_child_runs()
    (member,) = children_of(execution)
    engine.known(member.id).open_task()
    settled(member.id, ExecutionStatus.STARTED)
    assert terminate_alone(execution, actor=ACTOR, reason="test") == 1
    assert settled(execution, ExecutionStatus.FAILED).runtime_status is RuntimeStatus.TERMINATED
    engine.known(member.id).complete("/do/0/ask", {"ok": True})
    assert engine.known(member.id).result() == {"ok": True}
    assert settled(member.id, ExecutionStatus.COMPLETED).runtime_status is RuntimeStatus.COMPLETED


def test_one_in_the_middle_that_is_terminated_alone_is_a_fault_above_and_nothing_below(engine: Engine) -> None:
    middle = publish({"leaf": publish(ASK).called()})
    root = publish({"m": middle.called()}).start()
    engine.known(root).until_child_runs()
    (member,) = children_of(root)
    engine.known(member.id).until_child_runs()
    (leaf,) = children_of(member.id)
    engine.known(leaf.id).open_task()
    settled(leaf.id, ExecutionStatus.STARTED)
    terminate_alone(member.id, actor=ACTOR, reason="test")
    assert "was terminated" in engine.known(root).fault()["detail"]
    assert observe_execution(leaf.id).runtime_status is RuntimeStatus.RUNNING
    assert still_running_below(member.id) == (leaf.id,)
    assert terminate_execution(member.id, actor=ACTOR, reason="The rest, too") == 1


def test_cancel_leaves_alone_what_is_not_awaited(engine: Engine) -> None:
    alone = {"run": {**publish(ASK).called()["run"], "await": False}}
    execution = publish({"alone": alone}, {"c": publish(ASK).called()}).start()
    engine.known(execution).until_child_runs()
    by_name = {member.name: member.id for member in children_of(execution)}
    for child in by_name.values():
        engine.known(child).open_task()
        settled(child, ExecutionStatus.STARTED)
    assert read_running_below(execution) == RunningBelow(awaited=("c",), independent=("alone",))
    engine.known(execution).cancel()
    assert settled(by_name["c"], ExecutionStatus.FAILED).runtime_status is RuntimeStatus.CANCELED
    assert observe_execution(by_name["alone"]).runtime_status is RuntimeStatus.RUNNING
    engine.known(by_name["alone"]).cancel()


def test_a_timeout_cancels_the_child(engine: Engine) -> None:
    child = publish(ASK)
    execution = publish({"c": {**child.called(), "timeout": {"after": {"seconds": 1}}}}).start()
    assert engine.known(execution).fault()["status"] == 408
    (member,) = children_of(execution)
    assert settled(member.id, ExecutionStatus.FAILED).runtime_status is RuntimeStatus.CANCELED
