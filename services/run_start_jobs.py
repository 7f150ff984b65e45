"""Start the rows of open jobs: a batch of each job in turn, so that a long one holds up no short one."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from time import monotonic

from sqlalchemy import exists, select
from sqlalchemy.orm import undefer

from domain.errors import Conflict, DatabaseAway, PointsmanError
from domain.vocabulary import Outcome
from services._intake import Receipt
from services.start_execution import StartOrder, start_execution
from storage.database import reading, transaction
from storage.own_tables import StartJob, StartJobRow
from storage.shared_tables import utc_now

BATCH = 24
PARALLEL = 8
LONGEST = 90.0
"""Seconds after which the next run goes on."""


def run_start_jobs(seconds: float = LONGEST) -> int:
    """Start rows until none is left or the time is over; returns how many were started or refused.

    A row is claimed by its lock, which ends with the process that holds it. Each start has the job and the row as its
    key: a row whose outcome was not written down is started again, and finds the execution of the first time.
    Raises: DatabaseAway.
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
    query = select(StartJob.id).where(StartJob.done_at.is_(None), StartJob.stopped_at.is_(None))
    with reading() as session:
        return session.scalars(query.order_by(StartJob.created_at)).all()


def _run_batch(job_id: str, pool: ThreadPoolExecutor) -> int:
    with transaction() as session:
        job = session.get_one(StartJob, job_id)
        if job.stopped_at is not None:
            return 0
        claimed = session.scalars(
            select(StartJobRow)
            .where(StartJobRow.job_id == job_id, StartJobRow.done_at.is_(None))
            .order_by(StartJobRow.number)
            .limit(BATCH)
            .with_for_update(skip_locked=True)
            .options(undefer(StartJobRow.input))
        ).all()
        orders = [_order(job, row) for row in claimed]
        for row, receipt in zip(claimed, pool.map(partial(_try, actor=job.created_by), orders), strict=True):
            _note(row, receipt)
        session.flush()
        left = exists().where(StartJobRow.job_id == job_id, StartJobRow.done_at.is_(None))
        if not session.scalar(select(left)):
            job.done_at = utc_now()
        return len(claimed)


def _order(job: StartJob, row: StartJobRow) -> StartOrder:
    return StartOrder(
        template_id=job.template_id,
        version_id=job.version_id,
        input=row.input,
        context=row.context or {},
        reason=job.reason,
        key=f"{job.id}/{row.number}",
        name=row.name,
        service_request_id=row.service_request_id,
        task_group_id=row.task_group_id,
    )


def _try(order: StartOrder, actor: str) -> Receipt:
    """The receipt of a start; what the lifecycle forbids meanwhile, such as a deprecated version, has no delivery."""
    try:
        return start_execution(order, actor=actor)
    except (DatabaseAway, Conflict):
        raise
    except PointsmanError as refusal:
        return Receipt("", Outcome.FAILED_TO_START, None, str(refusal))


def _note(row: StartJobRow, receipt: Receipt) -> None:
    """Write down what came of it; a row that was started before has the outcome of its delivery."""
    is_again = receipt.outcome is Outcome.DUPLICATE
    row.delivery_id = receipt.delivery_id or None
    row.outcome, row.detail = (None, None) if is_again else (receipt.outcome, receipt.detail)
    row.done_at = utc_now()
