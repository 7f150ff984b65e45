"""What a job would do with the executions that fit a filter, before it is made."""

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from datetime import datetime

from sqlalchemy import Select, Subquery, func, select

from domain.acting import Subject, check_in_job
from domain.errors import NotAllowed
from domain.vocabulary import ExecutionStatus, JobAction
from services._awaited import select_running_below
from services._execution_filter import ExecutionFilter
from services._find_executions import fitting, plan_for_lists
from services._subjects import select_subjects
from services.list_executions import ExecutionRow, list_executions
from storage.database import ReadSession, WriteSession, reading
from storage.list_table import ListedExecution as Listed
from storage.shared_tables import WorkflowExecution

MOST = 50_000
"""Executions of one job."""
SAMPLE = 10
_ENDING = frozenset({JobAction.CANCEL, JobAction.TERMINATE, JobAction.TERMINATE_ALONE})


@dataclass(frozen=True)
class JobPreview:
    """``total`` fit the filter, of which ``possible`` can be acted on; ``problems`` counts why others cannot be.

    ``is_over``: more fit than one job takes. ``statuses`` counts those that can be acted on, ``sample`` shows the
    newest of all that fit. ``below`` are the names of what runs below them and is awaited, where the action ends runs.
    """

    total: int
    possible: int
    is_over: bool
    problems: dict[str, int]
    statuses: dict[ExecutionStatus, int]
    sample: tuple[ExecutionRow, ...] = ()
    below: tuple[str, ...] = ()


def preview_job(where: ExecutionFilter, action: JobAction, until: datetime) -> JobPreview:
    """Judge everything that fits and was created before ``until``; nothing is written. Raises: InvalidInput."""
    asked = frozen(where, until)
    with reading() as session:
        plan_for_lists(session)
        ids = fitting(asked).limit(MOST + 1).subquery()
        found = judged(session, ids, action)
        below = tuple(session.scalars(_below(ids))) if action in _ENDING and found.possible else ()
    return replace(found, sample=list_executions(asked, size=SAMPLE).rows, below=below)


def _below(ids: Subquery) -> Select[*tuple[str, ...]]:
    """Names of what is awaited below those that run, and is none of them itself."""
    run = select(Listed.id).where(Listed.id.in_(select(ids.c.id)), Listed.status == ExecutionStatus.STARTED)
    query = select_running_below(WorkflowExecution.parent_id.in_(run), WorkflowExecution.name)
    return query.where(WorkflowExecution.id.not_in(select(ids.c.id))).limit(MOST)


def frozen(where: ExecutionFilter, until: datetime) -> ExecutionFilter:
    """The filter without what is created from ``until`` on."""
    before = min(until, where.created_before) if where.created_before else until
    return replace(where, created_before=before)


def judged(session: ReadSession | WriteSession, ids: Subquery, action: JobAction) -> JobPreview:
    """The verdict on each of ``ids``, by the rule that also holds when it comes to acting."""
    facts = select_subjects().where(Listed.id.in_(select(ids.c.id))).subquery()
    columns = [facts.c[each.name] for each in fields(Subject)]
    counted = session.execute(select(*columns, func.count().label("count")).group_by(*columns)).mappings()
    parts = [(Subject(**{each.name: row[each.name] for each in fields(Subject)}), row["count"]) for row in counted]
    return _summed(parts, action)


def _summed(parts: Iterable[tuple[Subject, int]], action: JobAction) -> JobPreview:
    problems: dict[str, int] = {}
    statuses: dict[ExecutionStatus, int] = {}
    for subject, count in parts:
        try:
            check_in_job(action, subject)
        except NotAllowed as refusal:
            problems[str(refusal)] = problems.get(str(refusal), 0) + count
        else:
            statuses[subject.status] = statuses.get(subject.status, 0) + count
    possible, total = sum(statuses.values()), sum(statuses.values()) + sum(problems.values())
    return JobPreview(total, possible, total > MOST, problems, statuses)
