"""One task, whatever its kind: condition, input, the kind's own work, output, export (specification: *Data Flow*)."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from domain.faults import Fault, FaultKind, fault
from domain.json_types import JsonObject, JsonValue
from domain.open_workflow.tasks import kind_of_task
from runtime.calls.credentials import authorization_of
from runtime.contracts import TaskStatus, TaskTrace
from runtime.expressions import Variables
from runtime.workflows.moments import descriptor_of, now
from runtime.workflows.parking import Parked
from runtime.workflows.reading import as_duration, named_or_inline
from runtime.workflows.run import EndWorkflow, Notes, Result, Run, Scope, Step, only
from runtime.workflows.trace import end
from runtime.workflows.values import hold, template, transform, truth
from runtime.workflows.waiting import at_most, time_left


async def run_task(run: Run, name: str, task: JsonObject, raw: JsonValue, scope: Scope, notes: Notes) -> Result:
    """Visit a task, or go on with a visit that the run before began.

    A skipped task hands on its raw input and the flow continues. Raises: Fault, EndWorkflow, Parked.
    """
    entry = _entry(run, name, task, raw, scope.reference, notes)
    with _noted(run, entry):
        return await run_within(run, entry, task, raw, scope, notes)


async def run_within(
    run: Run, entry: TaskTrace, task: JsonObject, raw: JsonValue, scope: Scope, notes: Notes
) -> Result:
    """Run a task as what happens in a visit that has begun already. Raises: Fault, EndWorkflow, Parked."""
    name, reference = entry.name, scope.reference
    notes["at"] = [name, reference, str(task.get("call", entry.kind)), entry.visit]
    described: JsonObject = {
        "name": name,
        "reference": reference,
        "definition": task,
        "input": raw,
        "startedAt": notes.setdefault("startedAt", descriptor_of(now())),
    }
    before: Variables = {
        **run.arguments(),
        "authorization": lambda _: authorization_of(task, run.used("authentications")),
        **scope.variables,
        "task": lambda asked: only(described, asked),
    }
    if "given" not in notes:
        if "if" in task and not truth(run, task["if"], raw, before, reference):
            entry.status = TaskStatus.SKIPPED
            return Result(raw)
        hold(task.get("input"), raw, "task input", reference)
        notes["given"] = transform(run, task.get("input"), "from", raw, before, reference)
    given: JsonValue = notes["given"]
    step = Step(name, task, given, scope, {**before, "input": given}, entry, notes.setdefault("own", {}))
    limit = _limit(run, step)
    async with at_most(limit, time_left(limit, notes), f"Task “{name}”", reference):
        result = await _handle(run, step)
    output = _shape_output(run, step, {**described, "output": result.output})
    run.trace.note_output(entry, output)
    return Result(output, task.get("then") if result.then is None else result.then)


def _entry(run: Run, name: str, task: JsonObject, raw: JsonValue, reference: str, notes: Notes) -> TaskTrace:
    kind = kind_of_task(task) or "unknown"
    if "visit" in notes:
        found = run.trace.begun(reference, notes["visit"])
        if found is not None and found.ended_at is not None:  # it is retried
            found.status, found.ended_at, found.attempts = TaskStatus.RUNNING, None, found.attempts + 1
        return found or run.trace.begin(name, reference, kind, notes["visit"], raw)
    run.visits[reference] += 1
    run.has_moved = True
    notes["visit"] = run.visits[reference]
    return run.trace.begin(name, reference, kind, notes["visit"], raw)


async def _handle(run: Run, step: Step) -> Result:
    handler = run.handlers.get(kind_of_task(step.definition) or "")
    if handler is None:
        what = ", ".join(step.definition) or "nothing"
        raise fault(FaultKind.CONFIGURATION, step.reference, f"Pointsman runs no task of this kind: {what}.")
    return await handler(run, step)


def _shape_output(run: Run, step: Step, described: JsonObject) -> JsonValue:
    task, reference = step.definition, step.reference
    after: Variables = {**step.variables, "task": lambda asked: only(described, asked)}
    output = transform(run, task.get("output"), "as", described["output"], after, reference)
    hold(task.get("output"), output, "task output", reference)
    export = task.get("export")
    if export is not None:
        exported = transform(run, export, "as", output, {**after, "output": output}, reference)
        context = exported if isinstance(export, dict) and "as" in export else run.context
        if run.is_first_edition:  # it kept what does not fit, too
            run.context = context
        hold(export, context, "exported context", reference)
        run.context = context
    return output


def _limit(run: Run, step: Step) -> timedelta | None:
    timeout = step.definition.get("timeout")
    if timeout is None:
        return None
    after = named_or_inline(timeout, run.used("timeouts"), "timeout", step.reference).get("after")
    return as_duration(
        template(run, after, step.input, step.variables, step.reference), "timeout.after", step.reference
    )


@contextmanager
def _noted(run: Run, entry: TaskTrace) -> Iterator[None]:
    try:
        yield
    except Parked:
        raise
    except EndWorkflow:
        end(entry, TaskStatus.COMPLETED)
        raise
    except Fault as raised:
        run.trace.note_error(entry, raised.error)
        end(entry, TaskStatus.FAULTED)
        raise
    except asyncio.CancelledError:
        end(entry, TaskStatus.CANCELLED)
        raise
    end(entry, TaskStatus.SKIPPED if entry.status is TaskStatus.SKIPPED else TaskStatus.COMPLETED)
