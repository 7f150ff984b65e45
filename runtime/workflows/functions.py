"""``use.functions``: a task definition that is called by its name, with an input of its own."""

from contextvars import ContextVar

from domain.faults import FaultKind, fault
from domain.json_types import JsonValue
from runtime.contracts import TaskStatus
from runtime.workflows.reading import as_object
from runtime.workflows.run import Run, Scope, Step
from runtime.workflows.task import run_within
from runtime.workflows.values import step_template

DEEPEST = 25
_depth: ContextVar[int] = ContextVar("depth of functions", default=0)


async def call_function(run: Run, step: Step, name: str) -> JsonValue:
    """Run the function on its arguments (``with``), or on the task's input where there are none. Raises: Fault.

    The function sees none of the variables around the calling task. References of what runs inside begin with the
    calling task's own, so that they lead to the place in the flow; ``then`` of the function itself leads nowhere. The
    function is a part of the calling task's visit.
    """
    function = as_object(run.used("functions")[name], f"function “{name}”", step.reference)
    notes = step.notes
    if "with" not in notes:
        given = step.definition.get("with")
        notes["with"] = step.input if given is None else step_template(run, given, step)
    depth = _depth.get() + 1
    if depth > DEEPEST:
        told = f"Functions call each other more than {DEEPEST} deep; “{name}” was the last."
        raise fault(FaultKind.CONFIGURATION, step.reference, told)
    token = _depth.set(depth)
    try:
        scope, inner = Scope(step.reference), notes.setdefault("function", {})
        output = (await run_within(run, step.trace, function, notes["with"], scope, inner)).output
        step.trace.status = TaskStatus.RUNNING
        return output
    finally:
        _depth.reset(token)
