"""``use.functions``: a task definition that is called by its name, with an input of its own."""

from contextvars import ContextVar

from domain.faults import FaultKind, fault
from domain.json_types import JsonValue
from runtime.workflows.reading import as_object
from runtime.workflows.run import Run, Scope, Step
from runtime.workflows.task import run_task
from runtime.workflows.values import step_template

DEEPEST = 25
_depth: ContextVar[int] = ContextVar("depth of functions", default=0)


async def call_function(run: Run, step: Step, name: str) -> JsonValue:
    """Run the function on its arguments (``with``), or on the task's input where there are none. Raises: Fault.

    The function sees none of the variables around the calling task. References of what runs inside begin with the
    calling task's own, so that they lead to the place in the flow; ``then`` of the function itself leads nowhere.
    """
    function = as_object(run.used("functions")[name], f"function “{name}”", step.reference)
    if "with" not in step.notes:
        step.notes["with"] = (
            step_template(run, step.definition["with"], step) if "with" in step.definition else step.input
        )
    depth = _depth.get() + 1
    if depth > DEEPEST:
        told = f"Functions call each other more than {DEEPEST} deep; “{name}” was the last."
        raise fault(FaultKind.CONFIGURATION, step.reference, told)
    token = _depth.set(depth)
    try:
        return (
            await run_task(
                run, step.name, function, step.notes["with"], Scope(step.reference), step.notes.setdefault("task", {})
            )
        ).output
    finally:
        _depth.reset(token)
