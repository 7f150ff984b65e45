"""How far a job is, and what came of each of its rows."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Select, func, select

from domain.errors import NotFound
from domain.vocabulary import Outcome
from services._job_rows import OUTCOME, select_job_rows
from storage.database import ReadSession, reading
from storage.own_tables import Delivery, StartJob, StartJobRow
from storage.shared_tables import WorkflowTemplate, WorkflowTemplateVersion


@dataclass
class JobCounts:
    """How many rows have which outcome, are ``on_their_way`` to Temporal, or are ``waiting`` to be tried."""

    outcomes: dict[Outcome, int] = field(default_factory=dict)
    on_their_way: int = 0
    waiting: int = 0

    @property
    def rows(self) -> int:
        """All of them."""
        return sum(self.outcomes.values()) + self.on_their_way + self.waiting


@dataclass(frozen=True)
class JobDetail:
    """A job with the counts of its rows. Times are UTC."""

    id: str
    name: str
    template_id: str
    template_name: str
    version_id: str
    version: str
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
    """One row; ``outcome`` None with ``done_at`` is on its way to Temporal, without it was not tried yet."""

    number: int
    name: str | None
    outcome: Outcome | None
    detail: str | None
    done_at: datetime | None
    delivery_id: str | None
    execution_id: str | None
    service_request_id: str | None
    task_group_id: str | None


def read_start_job(job_id: str) -> JobDetail:
    """Read one job with its counts. Raises: NotFound."""
    query = _jobs().where(StartJob.id == job_id)
    with reading() as session:
        found = session.execute(query).mappings().one_or_none()
        if found is None:
            raise NotFound("job", job_id)
        return JobDetail(**found, counts=_counts(session, [job_id])[job_id])


def list_start_jobs(*, limit: int = 20) -> list[JobDetail]:
    """The newest jobs with their counts."""
    with reading() as session:
        found = session.execute(_jobs().order_by(StartJob.created_at.desc(), StartJob.id.desc()).limit(limit))
        rows = found.mappings().all()
        counts = _counts(session, [row["id"] for row in rows])
        return [JobDetail(**row, counts=counts[row["id"]]) for row in rows]


def list_job_rows(
    job_id: str, *, outcomes: Sequence[Outcome] = (), after: int = 0, size: int | None = 50
) -> list[JobRow]:
    """Rows by number from ``after`` on, with these outcomes where some are named; ``size`` None gives all of them."""
    query = select_job_rows(job_id).where(StartJobRow.number > after).limit(size)
    if outcomes:
        query = query.where(OUTCOME.in_(outcomes))
    with reading() as session:
        return [JobRow(**row) for row in session.execute(query).mappings()]


def _jobs() -> Select[*tuple[object, ...]]:
    job, template, version = StartJob, WorkflowTemplate, WorkflowTemplateVersion
    return (
        select(
            job.id,
            job.name,
            job.template_id.label("template_id"),
            template.name.label("template_name"),
            job.version_id.label("version_id"),
            version.version,
            job.created_by,
            job.created_at,
            job.reason,
            job.stopped_by,
            job.stopped_at,
            job.done_at,
        )
        .join(template, template.id == job.template_id)
        .join(version, version.id == job.version_id)
    )


def _counts(session: ReadSession, job_ids: Sequence[str]) -> dict[str, JobCounts]:
    row, is_done = StartJobRow, StartJobRow.done_at.is_not(None)
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
