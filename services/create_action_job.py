"""Make a job that acts on exactly the executions that fit a filter now; workers do it, whatever interrupts them."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import func, insert, literal, select
from sqlalchemy.dialects.postgresql import insert as insert_or_find

from domain.errors import Conflict, InvalidInput, NotAllowed
from domain.ids import new_id
from domain.json_types import JsonObject
from domain.vocabulary import JobAction
from services._execution_filter import ExecutionFilter
from services._find_executions import fitting, plan_for_lists
from services._ledger import record
from services._words import required
from services.preview_job import MOST, JobPreview, frozen, judged
from storage.database import WriteSession, transaction
from storage.list_table import ListedExecution as Listed
from storage.own_tables import Job, JobItem
from storage.shared_tables import utc_now


@dataclass(frozen=True)
class ActionOrder:
    """What to do with which executions: those that fit ``where`` and were created before ``until``.

    ``query`` is the address of the list, to find the filter again; ``possible`` how many the preview said can be acted
    on. ``key`` becomes the job's id, so that the same order again makes no second one.
    """

    where: ExecutionFilter
    action: JobAction
    until: datetime
    possible: int
    name: str
    query: str
    key: str = field(default_factory=new_id)


def create_action_job(order: ActionOrder, *, actor: str, reason: str) -> str:
    """Fix the set of executions in one statement and return the job's id.

    Those that cannot be acted on are items as well, and each gets its reason when it is its turn. Raises: InvalidInput
    for a set that is too large, NotAllowed for one of which nothing can be acted on, Conflict when more can be than the
    preview said.
    """
    reason = required(reason, "reason", 1000)
    job_id = required(order.key, "key")
    values = {"id": job_id, "action": order.action, "name": required(order.name, "name"), "query": order.query}
    made = {**values, "created_by": actor, "created_at": utc_now(), "reason": reason}
    with transaction() as session:
        found = insert_or_find(Job).values(**made).on_conflict_do_nothing().returning(Job.id)
        if session.scalar(found) is None:
            return job_id
        verdict = _fixed(session, job_id, order)
        after: JsonObject = {
            "name": order.name,
            "action": order.action.value,
            "query": order.query,
            "items": verdict.total,
            "possible": verdict.possible,
        }
        record(session, actor, "job.create", ("start_job", job_id), after=after, reason=reason)
    return job_id


def _fixed(session: WriteSession, job_id: str, order: ActionOrder) -> JobPreview:
    """Write the items of the job, and judge them."""
    plan_for_lists(session)
    ids = fitting(frozen(order.where, order.until)).limit(MOST + 1).subquery()
    number = func.row_number().over(order_by=(Listed.created_at, Listed.id))
    chosen = select(literal(job_id), number, Listed.id).where(Listed.id.in_(select(ids.c.id)))
    session.execute(insert(JobItem).from_select(["job_id", "number", "execution_id"], chosen))
    items = select(JobItem.execution_id.label("id")).where(JobItem.job_id == job_id).subquery()
    verdict = judged(session, items, order.action)
    if verdict.is_over:
        raise InvalidInput("filter", f"more than {MOST:,} executions fit. Narrow it, for example to a range of time.")
    if not verdict.possible:
        raise NotAllowed("Nothing that fits can be acted on in this way.")
    if verdict.possible > order.possible:
        raise Conflict(
            f"{verdict.possible:,} executions can be acted on now, not {order.possible:,}. Look at them again."
        )
    return verdict
