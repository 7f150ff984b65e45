"""What binds an execution to the one that it does again."""

from dataclasses import dataclass

from sqlalchemy import func, select, update

from domain.errors import Conflict, NotFound
from domain.vocabulary import Settled
from services._intake import Receipt, Request
from services._ledger import record
from storage.database import WriteSession
from storage.failure_tables import Failure
from storage.own_tables import ExecutionRun
from storage.shared_tables import utc_now


@dataclass(frozen=True)
class Rerun:
    """Of which execution; ``seen`` is how many reruns of it were known, None where that does not matter."""

    execution_id: str
    seen: int | None = None


def claim(session: WriteSession, rerun: Rerun) -> None:
    """Let nobody else rerun it until this transaction ends. Raises: NotFound, Conflict when somebody has meanwhile."""
    if session.get(ExecutionRun, rerun.execution_id, with_for_update=True) is None:
        raise NotFound("execution made by Pointsman", rerun.execution_id)
    known = session.scalar(select(func.count()).where(ExecutionRun.retried_from == rerun.execution_id)) or 0
    if rerun.seen is not None and known != rerun.seen:
        raise Conflict("It was rerun meanwhile, so nothing was started. Look at the newest rerun, then decide.")


def bind(session: WriteSession, rerun: Rerun, made: Receipt, request: Request) -> None:
    """Note on both sides that what was just made does the other one again; its failure needs nobody any more."""
    if made.outcome is not None or made.execution_id is None:
        return
    old, new = rerun.execution_id, made.execution_id
    session.execute(update(ExecutionRun).where(ExecutionRun.execution_id == new).values(retried_from=old))
    session.execute(
        update(Failure)
        .where(Failure.execution_id == old, Failure.settled.is_(None))
        .values(settled=Settled.RETRIED, settled_by=new, settled_at=utc_now())
    )
    subject = ("execution", old)
    record(session, request.actor, "execution.rerun", subject, after={"executionId": new}, reason=request.reason)
