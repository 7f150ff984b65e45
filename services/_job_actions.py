"""What a job does with one execution; safe to repeat where it was begun before and its outcome was not written down."""

from collections.abc import Callable
from dataclasses import dataclass, field

from domain.acting import check_in_job
from domain.errors import (
    Conflict,
    DatabaseAway,
    NotAllowed,
    NotFound,
    PartlyDone,
    PointsmanError,
    TemporalAway,
    WorkerAway,
)
from domain.json_types import JsonObject
from domain.vocabulary import ExecutionStatus, ItemOutcome, JobAction, Outcome, RuntimeStatus
from services._intake import Receipt
from services._subjects import subject_of
from services.attempt_start import attempt_start
from services.cancel_execution import request_cancel
from services.fix_drift import Seen, apply_fix
from services.get_execution import get_execution
from services.observe_execution import observe_execution
from services.rerun_execution import as_it_was, rerun_execution
from services.retry_from_failure import RetryOrder, is_retried_with, retry_from_failure, told
from services.retry_start import reopen_noted
from services.terminate_execution import end_alone, end_family


@dataclass(frozen=True)
class Item:
    """One execution of a job; ``begun`` where an earlier attempt may have reached Temporal."""

    job_id: str
    number: int
    execution_id: str
    begun: bool


@dataclass(frozen=True)
class Result:
    """What came of an item. ``outcome`` None: what its delivery says. ``deed`` is for the ledger, with ``after``."""

    outcome: ItemOutcome | None
    detail: str | None = None
    delivery_id: str | None = None
    deed: str | None = None
    after: JsonObject = field(default_factory=dict)


def act(action: JobAction, item: Item, *, actor: str, reason: str) -> Result | None:
    """Do it, or tell why it is not possible; None while Temporal or its worker is away. Raises: DatabaseAway."""
    try:
        return _ACTIONS[action](item, action, actor, reason)
    except (DatabaseAway, TemporalAway, WorkerAway):
        return None
    except PartlyDone as half:
        is_away = isinstance(half.cause, (DatabaseAway, TemporalAway))
        return None if is_away else Result(ItemOutcome.NOT_POSSIBLE, str(half))
    except PointsmanError as refusal:
        return Result(ItemOutcome.NOT_POSSIBLE, str(refusal))


def result_of(receipt: Receipt) -> Result:
    """That of a start: what was started before has the outcome of its delivery."""
    if receipt.outcome is None or receipt.outcome is Outcome.DUPLICATE:
        return Result(None, None, receipt.delivery_id)
    return Result(ItemOutcome(receipt.outcome.value), receipt.detail, receipt.delivery_id or None)


def _cancel(item: Item, action: JobAction, _actor: str, _reason: str) -> Result:
    try:
        check_in_job(action, subject_of(item.execution_id))
        request_cancel(item.execution_id)
    except (NotAllowed, NotFound):
        if not _was_ended(item, RuntimeStatus.CANCELED):
            raise
    return Result(
        ItemOutcome.DONE, "Cancellation is requested.", deed="execution.cancel", after={"requested": "cancel"}
    )


def _terminate(item: Item, action: JobAction, actor: str, reason: str) -> Result:
    if not item.begun:
        check_in_job(action, subject_of(item.execution_id))
    ended = 0
    try:
        found = end_family(item.execution_id, f"{reason} ({actor})")
    except (NotAllowed, NotFound):
        if not _was_ended(item, RuntimeStatus.TERMINATED):
            raise
    else:
        ended = found.ended
        if found.trouble is not None:
            raise PartlyDone(ended, ended + 1, found.trouble)
    after: JsonObject = {"requested": "terminate", "ended": ended}
    return Result(ItemOutcome.DONE, _told(ended), deed="execution.terminate", after=after)


def _terminate_alone(item: Item, action: JobAction, actor: str, reason: str) -> Result:
    spared = 0
    try:
        check_in_job(action, subject_of(item.execution_id))
        spared = end_alone(item.execution_id, f"{reason} ({actor})")
    except (NotAllowed, NotFound):
        if not _was_ended(item, RuntimeStatus.TERMINATED):
            raise
    after: JsonObject = {"requested": "terminate alone", "ended": 1, "spared": spared}
    told = f"It is terminated; {spared:,} below it run on." if spared else "It is terminated."
    return Result(ItemOutcome.DONE, told, deed="execution.terminate", after=after)


def _rerun(item: Item, action: JobAction, actor: str, reason: str) -> Result:
    old = get_execution(item.execution_id)
    if not item.begun:
        check_in_job(action, subject_of(item.execution_id))
    version = old.version_id if action is JobAction.RERUN_ORIGINAL else None
    order = as_it_was(old, version, seen=0, key=f"{item.job_id}/{item.number}")
    return result_of(rerun_execution(order, actor=actor, reason=reason))


def _retry(item: Item, action: JobAction, actor: str, reason: str) -> Result:
    order = RetryOrder(item.execution_id, key=f"{item.job_id}/{item.number}")
    try:
        if not item.begun:
            check_in_job(action, subject_of(item.execution_id))
        return Result(ItemOutcome.DONE, told(retry_from_failure(order, actor=actor, reason=reason)))
    except (NotAllowed, Conflict):
        if not is_retried_with(item.execution_id, item.job_id):
            raise
    return Result(ItemOutcome.DONE, "It goes on with another one of its family.")


def _retry_start(item: Item, action: JobAction, actor: str, reason: str) -> Result:
    subject = subject_of(item.execution_id)
    if subject.status is ExecutionStatus.FAILED_TO_START or not item.begun:
        check_in_job(action, subject)
        reopen_noted(item.execution_id, actor=actor, reason=reason)
    return result_of(attempt_start(item.execution_id))


def _fix_drift(item: Item, action: JobAction, actor: str, reason: str) -> Result:
    subject = subject_of(item.execution_id)
    check_in_job(action, subject)
    fixed = apply_fix(item.execution_id, Seen(subject.status, subject.runtime_status), actor=actor, reason=reason)
    return Result(ItemOutcome.DONE, fixed)


_ACTIONS: dict[JobAction, Callable[[Item, JobAction, str, str], Result]] = {
    JobAction.CANCEL: _cancel,
    JobAction.TERMINATE: _terminate,
    JobAction.TERMINATE_ALONE: _terminate_alone,
    JobAction.RERUN_ORIGINAL: _rerun,
    JobAction.RERUN_ACTIVE: _rerun,
    JobAction.RETRY: _retry,
    JobAction.RETRY_START: _retry_start,
    JobAction.FIX_DRIFT: _fix_drift,
}


def _was_ended(item: Item, wanted: RuntimeStatus) -> bool:
    """An earlier attempt of this item ended it, and did not come to write that down."""
    return item.begun and observe_execution(item.execution_id).runtime_status is wanted


def _told(ended: int) -> str:
    return "It is terminated." if ended <= 1 else f"{ended:,} executions of its family were terminated."
