"""Stop a job before it is through, and let it go on again."""

from domain.errors import NotAllowed, NotFound
from services._ledger import record
from services._words import optional
from storage.database import WriteSession, transaction
from storage.own_tables import Job
from storage.shared_tables import utc_now


def stop_job(job_id: str, *, actor: str, reason: str | None = None) -> None:
    """Start no further rows of the job; a batch that is under way is finished, and what was started goes on.

    Raises: NotFound, NotAllowed for a job that is through or stopped already.
    """
    with transaction() as session:
        job = _open(session, job_id)
        if job.stopped_at is not None:
            raise NotAllowed(f"The job was stopped already, by {job.stopped_by}.")
        job.stopped_by, job.stopped_at = actor, utc_now()
        _record(session, job, "start_job.stop", actor, reason)


def resume_job(job_id: str, *, actor: str, reason: str | None = None) -> None:
    """Let a stopped job go on with the rows that are left. Raises: NotFound, NotAllowed unless it is stopped."""
    with transaction() as session:
        job = _open(session, job_id)
        if job.stopped_at is None:
            raise NotAllowed("The job is not stopped; workers are at it.")
        job.stopped_by = job.stopped_at = None
        _record(session, job, "start_job.resume", actor, reason)


def _open(session: WriteSession, job_id: str) -> Job:
    job = session.get(Job, job_id, with_for_update=True)
    if job is None:
        raise NotFound("job", job_id)
    if job.done_at is not None:
        raise NotAllowed("The job is through: every row has its outcome.")
    return job


def _record(session: WriteSession, job: Job, action: str, actor: str, reason: str | None) -> None:
    why = optional(reason, "reason", 1000)
    record(session, actor, action, ("start_job", job.id), template_id=job.template_id, reason=why)
