"""Drift: status and runtime status disagree. Why that may be, and what would mend it."""

from enum import StrEnum

from domain.executions import TRANSITIONS, expected_status
from domain.vocabulary import ExecutionStatus, RuntimeStatus


class Fix(StrEnum):
    """What mends a drift."""

    FOLLOW = "FOLLOW"
    GIVE_UP = "GIVE_UP"
    NONE = "NONE"


def fix_of(stored: ExecutionStatus, seen: RuntimeStatus | None) -> Fix:
    """FOLLOW takes over what Temporal says, GIVE_UP counts a run that is gone as failed.

    Nothing leaves COMPLETED (rules of the status), so what disagrees with it has no fix.
    """
    if stored is ExecutionStatus.COMPLETED or seen is None:
        return Fix.NONE
    return Fix.GIVE_UP if seen is RuntimeStatus.NOT_FOUND else Fix.FOLLOW


def path(stored: ExecutionStatus, seen: RuntimeStatus) -> tuple[ExecutionStatus, ...]:
    """The statuses that a fix leads through, each step one that the rules know; empty where there is no way.

    A failed execution whose run was reset and has completed is started first, then completed.
    """
    wanted = ExecutionStatus.FAILED if seen is RuntimeStatus.NOT_FOUND else expected_status(seen)
    paths: list[tuple[ExecutionStatus, ...]] = [()]
    known = {stored}
    for taken in paths:
        last = taken[-1] if taken else stored
        if last is wanted:
            return taken
        for following in sorted(TRANSITIONS[last] - known):
            known.add(following)
            paths.append((*taken, following))
    return ()


def reason_of(stored: ExecutionStatus, seen: RuntimeStatus) -> str:
    """Why the two may disagree, in words."""
    if seen is RuntimeStatus.NOT_FOUND:
        return "Temporal knows no such run: it never began, or its history has expired and how it ended was not heard."
    if seen in (RuntimeStatus.RUNNING, RuntimeStatus.CONTINUED_AS_NEW):
        return _REASONS_RUNNING[stored]
    if stored is ExecutionStatus.STARTED:
        return "The run has closed on Temporal, and the status has not followed."
    if stored in (ExecutionStatus.CREATED, ExecutionStatus.FAILED_TO_START):
        return "The run has begun and closed on Temporal, though it does not count as started here."
    return "It ended once, and a later run of the same id, such as after a reset on Temporal, ended otherwise."


def proposal_of(stored: ExecutionStatus, seen: RuntimeStatus) -> str:
    """What the fix does, in words, or what to do instead."""
    match fix_of(stored, seen):
        case Fix.GIVE_UP:
            return "Count it as failed. It can be rerun then."
        case Fix.FOLLOW:
            return f"Let the status follow: {' → '.join(_word(each) for each in (stored, *path(stored, seen)))}."
        case _:
            return "None: completed stays completed. What still runs for it on Temporal can be ended there."


_REASONS_RUNNING = {
    ExecutionStatus.CREATED: "Temporal runs it, and the status has not followed.",
    ExecutionStatus.STARTED: "They agree.",
    ExecutionStatus.FAILED_TO_START: "A start that counted as failed has reached Temporal after all.",
    ExecutionStatus.COMPLETED: "It completed, and a run of the same id goes on: it was reset on Temporal.",
    ExecutionStatus.FAILED: "It failed, and a run of the same id goes on: it was reset on Temporal.",
}


def _word(status: ExecutionStatus) -> str:
    return status.lower().replace("_", " ")
