"""``call``: which function a task calls."""

from domain.faults import FaultKind, fault
from domain.open_workflow.calls import HUMAN_TASK
from runtime.workflows.functions import call_function
from runtime.workflows.http_calls import call_http
from runtime.workflows.openapi_calls import call_openapi
from runtime.workflows.people_calls import ask_person
from runtime.workflows.reading import as_object
from runtime.workflows.run import Result, Run, Step

_BUILT_IN = {"http": call_http, "openapi": call_openapi, HUMAN_TASK: ask_person}


async def run_call(run: Run, step: Step) -> Result:
    """Call a function by its name: one that is built in, or one under ``use.functions``."""
    name = step.definition["call"]
    built_in = _BUILT_IN.get(str(name))
    if built_in is not None:
        arguments = as_object(step.definition.get("with", {}), "with", step.reference)
        return Result(await built_in(run, step, arguments))
    if isinstance(name, str) and name in run.used("functions"):
        return Result(await call_function(run, step, name))
    raise fault(FaultKind.CONFIGURATION, step.reference, f"There is no function “{name}” to call.")
