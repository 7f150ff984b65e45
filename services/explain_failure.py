"""Why an execution failed: the way from it down to the sub-workflow and the task where the trouble began."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from domain.errors import NotFound
from domain.failing import Trouble, child_named, trouble_of
from domain.json_types import JsonObject, JsonValue
from domain.retry_limits import RetryLimit, retry_limit
from domain.vocabulary import ExecutionStatus, Format, RuntimeStatus
from storage.database import ReadSession, reading
from storage.own_tables import ExecutionRun, TemplateSetting
from storage.shared_tables import WorkflowExecution, WorkflowTemplate, WorkflowTemplateVersion

DEEPEST = 200


@dataclass(frozen=True)
class FailedStep:
    """One execution on the way down; ``failure`` (RFC 7807) names the task that failed in it as ``instance``."""

    id: str
    name: str
    status: ExecutionStatus
    runtime_status: RuntimeStatus | None
    template_name: str
    version_id: str
    version: str
    is_custom: bool
    failure: JsonObject | None

    @property
    def reference(self) -> str | None:
        """The JSON Pointer of the task that failed; None where none is named."""
        found = (self.failure or {}).get("instance")
        return found if isinstance(found, str) and found else None

    @property
    def task(self) -> str | None:
        """The name of that task."""
        last = (self.reference or "").rpartition("/")[2]
        return last.replace("~1", "/").replace("~0", "~") or None


@dataclass(frozen=True)
class Explanation:
    """``steps`` lead from the execution that was asked for to the one where it began; ``limit`` is of its task."""

    steps: tuple[FailedStep, ...]
    trouble: Trouble
    limit: RetryLimit | None

    @property
    def origin(self) -> FailedStep:
        """Where it began."""
        return self.steps[-1]


def explain_failure(execution_id: str) -> Explanation:
    """Follow a failed execution to the bottom of the chain of its sub-workflows. Raises: NotFound."""
    with reading() as session:
        top = _one(session, execution_id)
        if top is None:
            raise NotFound("execution", execution_id)
        named = (top.failure or {}).get("execution")
        steps = _way(session, named, top) if isinstance(named, str) else [top]
        ended = child_named(steps[-1].failure)
        below = _one(session, ended) if ended else None
        if below is not None:
            steps.append(below)
        origin = steps[-1]
        limit = retry_limit(_definition(session, origin), origin.reference) if origin.reference else None
    return Explanation(tuple(steps), _trouble(origin), limit)


def _trouble(origin: FailedStep) -> Trouble:
    if origin.status is ExecutionStatus.FAILED_TO_START:
        return Trouble.NOT_STARTED
    return trouble_of(origin.failure, origin.runtime_status)


def _way(session: ReadSession, bottom: str, top: FailedStep) -> list[FailedStep]:
    """From the top down to an execution below it; the top alone where the bottom is not below it."""
    row = WorkflowExecution
    up = select(row.id, row.parent_id.label("above")).where(row.id == bottom).cte("up", recursive=True)
    up = up.union(select(row.id, row.parent_id).where(row.id == up.c.above))
    parents: dict[str, str | None] = {row[0]: row[1] for row in session.execute(select(up).limit(DEEPEST))}
    way: list[str] = []
    below: str | None = bottom
    while below is not None and below != top.id and below not in way:
        way.append(below)
        below = parents.get(below)
    return [top, *_read(session, way[::-1])] if below == top.id else [top]


def _one(session: ReadSession, execution_id: str) -> FailedStep | None:
    return next(iter(_read(session, [execution_id])), None)


def _read(session: ReadSession, ids: Sequence[str]) -> list[FailedStep]:
    execution, run, version, template = WorkflowExecution, ExecutionRun, WorkflowTemplateVersion, WorkflowTemplate
    query = (
        select(
            execution.id,
            execution.name,
            execution.status,
            run.runtime_status,
            template.name.label("template_name"),
            version.id.label("version_id"),
            version.version,
            TemplateSetting.format.is_not_distinct_from(Format.CUSTOM).label("is_custom"),
            run.failure,
        )
        .join(version, version.id == execution.version_id)
        .join(template, template.id == version.template_id)
        .outerjoin(TemplateSetting, TemplateSetting.template_id == template.id)
        .outerjoin(run, run.execution_id == execution.id)
        .where(execution.id.in_(ids))
    )
    found = {row["id"]: FailedStep(**row) for row in session.execute(query).mappings()}
    return [found[each] for each in ids if each in found]


def _definition(session: ReadSession, step: FailedStep) -> JsonValue:
    table = WorkflowTemplateVersion
    definition: JsonValue = session.scalar(select(table.definition).where(table.id == step.version_id))
    return definition
