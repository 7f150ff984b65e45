"""How far a job is, and what came of each of its rows."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Select, func, select

from domain.errors import NotFound
from domain.vocabulary import ItemOutcome, JobAction
from services._job_rows import OUTCOME, select_job_rows
from storage.database import ReadSession, reading
from storage.own_tables import Delivery, Job, JobItem
from storage.shared_tables import WorkflowTemplate, WorkflowTemplateVersion

_STARTS = [action for action in JobAction if action.is_start]


@dataclass
class JobCounts:
    """How many rows have which outcome, are ``on_their_way`` to Temporal, or are ``waiting`` to be tried."""

    outcomes: dict[ItemOutcome, int] = field(default_factory=dict)
    on_their_way: int = 0
    waiting: int = 0

    @property
    def rows(self) -> int:
        """All of them."""
        return sum(self.outcomes.values()) + self.on_their_way + self.waiting


@dataclass(frozen=True)
class JobDetail:
    """A job with the counts of its rows. A template is named where it starts from a list, a query where it acts.

    Times are UTC.
    """

    id: str
    action: JobAction
    name: str
    template_id: str | None
    template_name: str | None
    version_id: str | None
    version: str | None
    query: str | None
    created_by: str
    created_at: datetime
    reason: str
    stopped_by: str | None
    stopped_at: datetime | None
    done_at: datetime | None
    counts: JobCounts

    @property
    def is_open(self) -> bool:
        """True while workers are at it."""
        return self.done_at is None and self.stopped_at is None


@dataclass(frozen=True)
class JobRow:
    """One row; ``outcome`` None with ``done_at`` is on its way to Temporal, without it was not tried yet.

    ``subject_id`` is the execution that the job acts on, ``execution_id`` what came of it, or else the same.
    """

    number: int
    name: str | None
    outcome: ItemOutcome | None
    detail: str | None
    done_at: datetime | None
    delivery_id: str | None
    execution_id: str | None
    subject_id: str | None
    service_request_id: str | None
    task_group_id: str | None


def read_job(job_id: str) -> JobDetail:
    """Read one job with its counts. Raises: NotFound."""
    query = _jobs().where(Job.id == job_id)
    with reading() as session:
        found = session.execute(query).mappings().one_or_none()
        if found is None:
            raise NotFound("job", job_id)
        return JobDetail(**found, counts=_counts(session, [job_id])[job_id])


def list_jobs(*, starts_only: bool = False, limit: int = 20) -> list[JobDetail]:
    """The newest jobs with their counts, those that start from a list or all of them."""
    query = _jobs().where(Job.action.in_(_STARTS)) if starts_only else _jobs()
    with reading() as session:
        found = session.execute(query.order_by(Job.created_at.desc(), Job.id.desc()).limit(limit))
        rows = found.mappings().all()
        counts = _counts(session, [row["id"] for row in rows])
        return [JobDetail(**row, counts=counts[row["id"]]) for row in rows]


def list_job_rows(
    job_id: str, *, outcomes: Sequence[ItemOutcome] = (), after: int = 0, size: int | None = 50
) -> list[JobRow]:
    """Rows by number from ``after`` on, with these outcomes where some are named; ``size`` None gives all of them."""
    query = select_job_rows(job_id).where(JobItem.number > after).limit(size)
    if outcomes:
        query = query.where(OUTCOME.in_(outcomes))
    with reading() as session:
        return [JobRow(**row) for row in session.execute(query).mappings()]


def _jobs() -> Select[*tuple[object, ...]]:
    job, template, version = Job, WorkflowTemplate, WorkflowTemplateVersion
    return (
        select(
            job.id,
            job.action,
            job.name,
            job.template_id.label("template_id"),
            template.name.label("template_name"),
            job.version_id.label("version_id"),
            version.version,
            job.query,
            job.created_by,
            job.created_at,
            job.reason,
            job.stopped_by,
            job.stopped_at,
            job.done_at,
        )
        .outerjoin(template, template.id == job.template_id)
        .outerjoin(version, version.id == job.version_id)
    )


def _counts(session: ReadSession, job_ids: Sequence[str]) -> dict[str, JobCounts]:
    row, is_done = JobItem, JobItem.done_at.is_not(None)
    query = (
        select(row.job_id, OUTCOME, is_done, func.count())
        .outerjoin(Delivery, Delivery.id == row.delivery_id)
        .where(row.job_id.in_(job_ids))
        .group_by(row.job_id, OUTCOME, is_done)
    )
    counts = {job_id: JobCounts() for job_id in job_ids}
    for job_id, outcome, done, number in session.execute(query):
        if outcome is not None:
            counts[job_id].outcomes[outcome] = number
        elif done:
            counts[job_id].on_their_way = number
        else:
            counts[job_id].waiting = number
    return counts
