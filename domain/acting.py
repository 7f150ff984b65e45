"""What may be done with an execution, and why not: one rule for buttons, verbs and jobs."""

from collections.abc import Callable
from dataclasses import dataclass

from domain.drift import Fix, fix_of
from domain.errors import NotAllowed
from domain.executions import TERMINAL, drifts
from domain.vocabulary import ExecutionKind, ExecutionStatus, JobAction, RuntimeStatus, VersionStatus

FIRST_INTERPRETER = "1"


@dataclass(frozen=True)
class Subject:
    """The facts of an execution that decide what may be done with it.

    ``is_ours``: Pointsman made it. ``is_off``: its template has no active version. ``was_rerun``: another execution
    does it again. ``is_custom``: its own team's worker runs it. ``interpreter_version`` is None where a team's own code
    runs it, or the backend made it.
    """

    status: ExecutionStatus
    runtime_status: RuntimeStatus | None
    kind: ExecutionKind | None
    version_status: VersionStatus
    is_child: bool
    is_ours: bool
    is_off: bool
    was_rerun: bool = False
    is_custom: bool = False
    interpreter_version: str | None = None

    @property
    def word(self) -> str:
        """Its status in a sentence."""
        return self.status.lower().replace("_", " ")


def check_can_cancel(subject: Subject) -> None:
    """Only what runs. Raises: NotAllowed."""
    _check_runs(subject, "cancelled")


def check_can_terminate(subject: Subject) -> None:
    """Only what runs. Raises: NotAllowed."""
    _check_runs(subject, "terminated")


def check_can_terminate_alone(subject: Subject) -> None:
    """Only what Temporal does not end the sub-workflows of by itself. Raises: NotAllowed."""
    _check_runs(subject, "terminated")
    if subject.interpreter_version is None:
        raise NotAllowed("Its own code decides what of what it started ends with it, so nothing below can be spared.")
    if subject.interpreter_version == FIRST_INTERPRETER:
        raise NotAllowed("It began under the first interpreter: Temporal ends its sub-workflows with it.")


def check_can_send_event(subject: Subject) -> None:
    """Only what runs takes events. Raises: NotAllowed."""
    _check_runs(subject, "sent an event")


def check_can_retry_start(subject: Subject) -> None:
    """Only what failed to start. Raises: NotAllowed."""
    if subject.status is not ExecutionStatus.FAILED_TO_START:
        raise NotAllowed(f"It is {subject.word}; only an execution that failed to start can be retried.")
    if not subject.is_ours:
        raise NotAllowed("The backend made it and starts it itself.")


def check_can_retry(subject: Subject) -> None:
    """What failed after it had started, whatever became of its version meanwhile. Raises: NotAllowed."""
    if not subject.is_ours:
        raise NotAllowed("The backend made it itself and looks after it.")
    if subject.is_custom:
        raise NotAllowed("It runs on its own team's worker, which tells nothing about its tasks. Rerun it instead.")
    if subject.status is ExecutionStatus.FAILED_TO_START:
        raise NotAllowed("It never ran. Retry its start instead.")
    if subject.status is not ExecutionStatus.FAILED:
        raise NotAllowed(f"It is {subject.word}; only what has failed can be retried.")
    if subject.runtime_status is RuntimeStatus.NOT_FOUND:
        raise NotAllowed(
            "Temporal does not know its run any more, so there is nothing to go on from. Rerun it instead."
        )


def check_can_rerun(subject: Subject) -> None:
    """A root that Pointsman made and that has ended, with whichever version. Raises: NotAllowed."""
    if not subject.is_ours:
        raise NotAllowed("The backend made it itself, so its input is not known here.")
    if subject.is_child:
        raise NotAllowed("It is a part of its parent. Rerun the root, which starts its sub-workflows anew.")
    if subject.kind is ExecutionKind.TEST:
        raise NotAllowed("It was a test run of a draft. Start one like it instead.")
    if subject.status is ExecutionStatus.FAILED_TO_START:
        raise NotAllowed("It never ran. Retry its start instead.")
    if subject.status not in TERMINAL:
        raise NotAllowed(f"It is {subject.word}; only what has ended can be rerun.")


def check_can_rerun_original(subject: Subject) -> None:
    """A deprecated version starts nothing new. Raises: NotAllowed."""
    check_can_rerun(subject)
    if subject.version_status is VersionStatus.DEPRECATED:
        raise NotAllowed("Its version is deprecated and starts nothing new. Rerun it with the active version.")


def check_can_rerun_active(subject: Subject) -> None:
    """Only where a version is active. Raises: NotAllowed."""
    check_can_rerun(subject)
    if subject.is_off:
        raise NotAllowed("Its template is switched off: no version is active.")


def check_can_fix_drift(subject: Subject) -> None:
    """Only where status and runtime status disagree in a way that has a fix. Raises: NotAllowed."""
    if not drifts(subject.status, subject.runtime_status):
        raise NotAllowed("Status and runtime status agree.")
    if fix_of(subject.status, subject.runtime_status) is Fix.NONE:
        raise NotAllowed("A completed execution stays completed. What still runs for it can be cancelled by hand.")


CHECKS: dict[JobAction, Callable[[Subject], None]] = {
    JobAction.CANCEL: check_can_cancel,
    JobAction.TERMINATE: check_can_terminate,
    JobAction.RETRY: check_can_retry,
    JobAction.TERMINATE_ALONE: check_can_terminate_alone,
    JobAction.RERUN_ORIGINAL: check_can_rerun_original,
    JobAction.RERUN_ACTIVE: check_can_rerun_active,
    JobAction.RETRY_START: check_can_retry_start,
    JobAction.FIX_DRIFT: check_can_fix_drift,
}
"""What a job may do with executions; starting from a list is no such action."""


def check_in_job(action: JobAction, subject: Subject) -> None:
    """The rule for many at once: what was rerun is not done once more unseen. Raises: NotAllowed."""
    CHECKS[action](subject)
    if action in (JobAction.RERUN_ORIGINAL, JobAction.RERUN_ACTIVE, JobAction.RETRY) and subject.was_rerun:
        raise NotAllowed("It was rerun before. Act on its newest rerun.")


def reason_against(check: Callable[[Subject], None], subject: Subject) -> str | None:
    """Tell why ``check`` forbids it, None when it is allowed."""
    try:
        check(subject)
    except NotAllowed as refusal:
        return str(refusal)
    return None


def _check_runs(subject: Subject, done: str) -> None:
    if subject.status is not ExecutionStatus.STARTED:
        raise NotAllowed(f"It is {subject.word}; only a started execution can be {done}.")
    if subject.runtime_status is RuntimeStatus.NOT_FOUND:
        raise NotAllowed(f"Temporal does not know it, so it cannot be {done}. Its status drifts; see there.")
