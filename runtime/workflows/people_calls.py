"""``call: human-task``: a task that a person completes."""

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
    due = given.get("dueIn")
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
        due_at=None if due is None else iso(now() + step_duration(run, due, "dueIn", step)),
        form=as_object(arguments["form"], "form", step.reference) if "form" in arguments else None,
        data=given.get("data"),
    )


def _text_or_none(value: JsonValue) -> str | None:
    return None if value is None else plain(value)
