"""Terminate a running execution, with its sub-workflows or alone: it stops at once, without clean-up."""

from dataclasses import dataclass

from domain.acting import check_can_terminate_alone
from domain.errors import NotFound, PartlyDone, PointsmanError, TemporalAway
from domain.json_types import JsonObject
from domain.vocabulary import RuntimeStatus
from runtime.service import temporal
from services._acting import check_running, note_deed
from services._awaited import running_below
from services._subjects import subject_of
from services._words import required
from services.sweep_executions import observe
from storage.database import reading


@dataclass(frozen=True)
class Ended:
    """How many executions were ended, and what stopped it half-way."""

    ended: int
    trouble: PointsmanError | None = None


def terminate_execution(execution_id: str, *, actor: str, reason: str) -> int:
    """Stop the run now, then its awaited sub-workflows at any depth, and return how many executions were ended.

    Sub-workflows that are not awaited go on. May be repeated while anything below still runs, whatever the status of
    the execution itself. What a custom workflow started by itself ends as its own code says. Raises: NotFound,
    NotAllowed, InvalidInput; PartlyDone when it stopped half-way, with what was ended in the ledger.
    """
    reason = required(reason, "reason", 1000)
    found = end_family(execution_id, f"{reason} ({actor})")
    after: JsonObject = {"requested": "terminate", "ended": found.ended}
    note_deed(execution_id, "execution.terminate", actor, after=after, reason=reason)
    if found.trouble is not None:
        total = found.ended + len(still_running_below(execution_id))
        raise PartlyDone(found.ended, total, found.trouble) from found.trouble
    return found.ended


def terminate_alone(execution_id: str, *, actor: str, reason: str) -> int:
    """Stop this run alone, and return how many awaited sub-workflows run on below it, for nobody who waits for them.

    Raises: NotFound, InvalidInput, NotAllowed where Temporal would end sub-workflows with it, or may.
    """
    reason = required(reason, "reason", 1000)
    spared = end_alone(execution_id, f"{reason} ({actor})")
    after: JsonObject = {"requested": "terminate alone", "ended": 1, "spared": spared}
    note_deed(execution_id, "execution.terminate", actor, after=after, reason=reason)
    return spared


def end_alone(execution_id: str, why: str) -> int:
    """End it and spare what is below, without noting it. Raises: NotFound, NotAllowed."""
    check_can_terminate_alone(subject_of(execution_id))
    _terminate(execution_id, why, must_run=True)
    return len(still_running_below(execution_id))


def end_family(execution_id: str, why: str) -> Ended:
    """End it and what is awaited below, without noting it. Raises: NotFound, NotAllowed if nothing runs."""
    left = still_running_below(execution_id)
    if not left:
        check_running(execution_id)
    ended = int(_terminate(execution_id, why, must_run=not left))
    done = {execution_id}
    try:
        while waiting := [each for each in still_running_below(execution_id) if each not in done]:
            for each in waiting:  # one that ends may just have started another, so this looks again
                ended += _terminate(each, why, must_run=False)
                done.add(each)
    except PointsmanError as error:
        return Ended(ended, error)
    return Ended(ended)


def still_running_below(execution_id: str) -> tuple[str, ...]:
    """Ids of the awaited sub-workflows, at any depth, that have not ended."""
    with reading() as session:
        return running_below(session, execution_id)


def _terminate(execution_id: str, why: str, *, must_run: bool) -> bool:
    """Terminate one run and let its status follow; False where nothing ran any more, or not yet."""
    try:
        temporal().terminate(execution_id, why)
    except NotFound:
        if must_run:
            raise
    try:
        seen = temporal().describe(execution_id)
    except TemporalAway:  # it was ended; the sweep sees it a little later
        return True
    return observe(execution_id, seen) and seen.runtime_status is RuntimeStatus.TERMINATED
