"""A whole definition: its input, its tasks, its output."""

from datetime import timedelta

from domain.json_types import JsonValue
from runtime.workflows.flow import run_tasks
from runtime.workflows.reading import as_duration, named_or_inline, sendable
from runtime.workflows.run import EndWorkflow, Run, Scope
from runtime.workflows.secrets import learn_secrets
from runtime.workflows.values import hold, template, transform
from runtime.workflows.waiting import at_most, time_left

ROOT = "/"


async def run_definition(run: Run) -> JsonValue:
    """Run the definition, or go on where the run before stood, and give its output. Raises: Fault, Parked."""
    definition, notes = run.definition, run.notes
    await learn_secrets(run)
    if "data" not in notes:
        hold(definition.get("input"), run.input, "workflow input", ROOT)
        notes["data"] = transform(run, definition.get("input"), "from", run.input, run.arguments(), ROOT)
    if "result" not in notes:
        try:
            notes["result"] = await _run_all(run, notes["data"])
        except EndWorkflow as end:
            notes["result"] = end.output
    output = transform(run, definition.get("output"), "as", notes["result"], run.arguments(), ROOT)
    hold(definition.get("output"), output, "workflow output", ROOT)
    return sendable(output, "The workflow output", ROOT)


async def _run_all(run: Run, data: JsonValue) -> JsonValue:
    limit, notes = _limit(run, data), run.notes
    async with at_most(limit, time_left(limit, notes), "The workflow", ROOT):
        return await run_tasks(run, run.definition.get("do"), data, Scope("/do"), notes.setdefault("do", {}))


def _limit(run: Run, data: JsonValue) -> timedelta | None:
    timeout = run.definition.get("timeout")
    if timeout is None:
        return None
    after = named_or_inline(timeout, run.used("timeouts"), "timeout", ROOT).get("after")
    return as_duration(template(run, after, data, run.arguments(), ROOT), "timeout.after", ROOT)
