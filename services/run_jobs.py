"""Work on the items of open jobs: a batch of each job in turn, so that a long one holds up no short one."""

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from time import monotonic

from sqlalchemy import exists, select
from sqlalchemy.orm import undefer

from domain.errors import Conflict, DatabaseAway, PointsmanError
from domain.vocabulary import ItemOutcome, JobAction
from services._job_actions import Item, Result, act, result_of
from services._ledger import record
from services.start_execution import StartOrder, start_execution
from storage.database import WriteSession, reading, transaction
from storage.own_tables import Job, JobItem
from storage.shared_tables import utc_now

BATCH = 24
PARALLEL = 8
LONGEST = 90.0
"""Seconds after which the next run goes on."""


def run_jobs(seconds: float = LONGEST) -> int:
    """Work on items until none is left or the time is over; returns how many have an outcome now.

    An item is claimed by its lock, which ends with the process that holds it, and is marked as begun before. A start
    has the job and the item as its key: one whose outcome was not written down is started again, and finds the
    execution of the first time. Of another action, what it would have come to is looked for when it was begun before.
    What Temporal, being away, did not answer is left for the next run. Raises: DatabaseAway.
    """
    deadline, done = monotonic() + seconds, 0
    with ThreadPoolExecutor(PARALLEL) as pool:
        while monotonic() < deadline:
            moved = sum(_run_batch(job_id, pool) for job_id in _open_jobs())
            if not moved:
                break
            done += moved
    return done


def _open_jobs() -> Sequence[str]:
    query = select(Job.id).where(Job.done_at.is_(None), Job.stopped_at.is_(None))
    with reading() as session:
        return session.scalars(query.order_by(Job.created_at)).all()


def _run_batch(job_id: str, pool: ThreadPoolExecutor) -> int:
    begun_before = _begin(job_id)
    with transaction() as session:
        job = session.get_one(Job, job_id)
        claimed = _claimed(session, job_id, list(begun_before)) if job.stopped_at is None else []
        results = _results(job, claimed, begun_before, pool)
        done = sum(_note(session, job, row, result) for row, result in zip(claimed, results, strict=True))
        session.flush()
        left = exists().where(JobItem.job_id == job_id, JobItem.done_at.is_(None))
        if job.done_at is None and not session.scalar(select(left)):
            job.done_at = utc_now()
        return done


def _results(
    job: Job, claimed: Sequence[JobItem], begun_before: Mapping[int, bool], pool: ThreadPoolExecutor
) -> Iterator[Result | None]:
    if job.action.is_start:
        return pool.map(partial(_start, actor=job.created_by), [_order(job, row) for row in claimed])
    items = [Item(job.id, row.number, row.execution_id or "", begun_before[row.number]) for row in claimed]
    return pool.map(partial(act, job.action, actor=job.created_by, reason=job.reason), items)


def _begin(job_id: str) -> dict[int, bool]:
    """Mark the next items as begun; tells of each whether it was before."""
    with transaction() as session:
        rows = _claimed(session, job_id)
        found = {row.number: row.begun_at is not None for row in rows}
        for row in rows:
            row.begun_at = row.begun_at or utc_now()
    return found


def _claimed(session: WriteSession, job_id: str, numbers: Sequence[int] | None = None) -> Sequence[JobItem]:
    query = select(JobItem).where(JobItem.job_id == job_id, JobItem.done_at.is_(None)).order_by(JobItem.number)
    if numbers is not None:
        query = query.where(JobItem.number.in_(numbers))
    claim = query.limit(BATCH).with_for_update(skip_locked=True).options(undefer(JobItem.input))
    return session.scalars(claim).all()


def _order(job: Job, row: JobItem) -> StartOrder:
    return StartOrder(
        template_id=job.template_id or "",
        version_id=job.version_id,
        input=row.input,
        context=row.context or {},
        reason=job.reason,
        key=f"{job.id}/{row.number}",
        test=job.action is JobAction.START_TEST,
        name=row.name,
        service_request_id=row.service_request_id,
        task_group_id=row.task_group_id,
    )


def _start(order: StartOrder, actor: str) -> Result | None:
    """What the lifecycle forbids meanwhile, such as a deprecated version, has no delivery."""
    try:
        return result_of(start_execution(order, actor=actor))
    except (DatabaseAway, Conflict):
        raise
    except PointsmanError as refusal:
        return Result(ItemOutcome.FAILED_TO_START, str(refusal))


def _note(session: WriteSession, job: Job, row: JobItem, result: Result | None) -> bool:
    """Write down what came of it, with what the ledger should know; None is left open."""
    if result is None:
        return False
    row.delivery_id, row.outcome, row.detail = result.delivery_id, result.outcome, result.detail
    row.done_at = utc_now()
    if result.deed is not None:
        subject = ("execution", row.execution_id or "")
        after = {**result.after, "jobId": job.id}
        record(session, job.created_by, result.deed, subject, after=after, reason=job.reason)
    return True
