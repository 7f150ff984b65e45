"""``set``, ``do``, ``switch``, ``wait`` and ``raise``."""

from domain.faults import Fault
from domain.json_types import JsonValue
from runtime.contracts import TaskStatus
from runtime.workflows.flow import run_tasks
from runtime.workflows.reading import as_list, as_object, named_item, named_or_inline
from runtime.workflows.run import Result, Run, Step
from runtime.workflows.values import step_duration, step_template, truth
from runtime.workflows.waiting import pause


async def run_set(run: Run, step: Step) -> Result:
    """Replace the data."""
    return Result(step_template(run, step.definition["set"], step))


async def run_do(run: Run, step: Step) -> Result:
    """Run tasks in sequence."""
    return Result(await run_tasks(run, step.definition["do"], step.input, step.scope.inside("/do"), step.notes))


async def run_switch(run: Run, step: Step) -> Result:
    """Go where the first matching case says, else where the case without ``when`` says, else on."""
    default: JsonValue = None
    for item in as_list(step.definition["switch"], "switch", step.reference):
        _, case = named_item(item, "case", step.reference)
        if "when" not in case:
            default = case.get("then")
        elif truth(run, case["when"], step.input, step.variables, step.reference):
            return Result(step.input, case.get("then"))
    return Result(step.input, default)


async def run_wait(run: Run, step: Step) -> Result:
    """Wait for a duration."""
    duration = step_duration(run, step.definition["wait"], "wait", step)
    step.trace.status = TaskStatus.WAITING
    await pause(run.parking, duration, step.notes, step.name)
    return Result(step.input)


async def run_raise(run: Run, step: Step) -> Result:
    """Raise an error; its ``instance`` is this task."""
    stanza = as_object(step.definition["raise"], "raise", step.reference)
    error = named_or_inline(stanza.get("error"), run.used("errors"), "error", step.reference)
    raised = as_object(step_template(run, error, step), "error", step.reference)
    raise Fault({**raised, "instance": step.reference})
