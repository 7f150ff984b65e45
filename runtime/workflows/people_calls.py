"""``call: human-task``: a task that a person completes."""

from datetime import UTC, datetime

from domain.faults import FaultKind, fault
from domain.json_types import JsonObject, JsonValue
from runtime.calls.arguments import plain
from runtime.contracts import OpenTask, TaskStatus
from runtime.workflows.moments import iso, now
from runtime.workflows.reading import as_object
from runtime.workflows.run import Run, Step
from runtime.workflows.values import step_duration, step_template


async def ask_person(run: Run, step: Step, arguments: JsonObject) -> JsonValue:
    """Open a human task and give the data with which it is completed. Raises: Fault."""
    task = OpenTask(**step.notes["open"]) if "open" in step.notes else _task(run, step, arguments)
    step.trace.status = TaskStatus.WAITING
    return await run.people.wait_for(task, step.notes, run.parking)


def _task(run: Run, step: Step, arguments: JsonObject) -> OpenTask:
    given = as_object(step_template(run, {**arguments, "form": None}, step), "with", step.reference)
    groups = given.get("candidateGroups")
    return OpenTask(
        reference=step.reference,
        visit=step.trace.visit,
        name=step.name,
        title=plain(given.get("title")) or step.name,
        opened_at=iso(now()),
        description=_text_or_none(given.get("description")),
        assignee=_text_or_none(given.get("assignee")),
        candidate_groups=[plain(group) for group in groups] if isinstance(groups, list) else [],
        priority=_text_or_none(given.get("priority")),
        due_at=_due_at(run, step, given),
        form=as_object(arguments["form"], "form", step.reference) if "form" in arguments else None,
        data=given.get("data"),
    )


def _due_at(run: Run, step: Step, given: JsonObject) -> str | None:
    """``due`` is a date and time (RFC 3339, UTC where it names no zone), ``dueIn`` a duration from now on."""
    due, due_in = given.get("due"), given.get("dueIn")
    if due is None:
        return None if due_in is None else iso(now() + step_duration(run, due_in, "dueIn", step))
    try:
        moment = datetime.fromisoformat(plain(due))
    except ValueError:
        told = f"due must be a date and time such as 2026-12-01T12:00:00Z, and is {plain(due)[:60]}."
        raise fault(FaultKind.CONFIGURATION, step.reference, told) from None
    return iso(moment if moment.tzinfo else moment.replace(tzinfo=UTC))


def _text_or_none(value: JsonValue) -> str | None:
    return None if value is None else plain(value)
