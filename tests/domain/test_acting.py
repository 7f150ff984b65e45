"""What may be done with an execution, and the sentence where it may not."""

import pytest

from domain.acting import CHECKS, Subject, check_in_job, reason_against
from domain.errors import NotAllowed
from domain.vocabulary import ExecutionKind, JobAction, VersionStatus
from domain.vocabulary import ExecutionStatus as Status
from domain.vocabulary import RuntimeStatus as Runtime


def subject(status: Status, runtime: Runtime | None = None, **facts: object) -> Subject:
    usual = {
        "kind": ExecutionKind.NORMAL,
        "version_status": VersionStatus.PUBLISHED,
        "is_child": False,
        "is_ours": True,
        "is_off": False,
        "interpreter_version": "3",
    }
    return Subject(status=status, runtime_status=runtime, **{**usual, **facts})  # type: ignore[arg-type]


POSSIBLE = {
    JobAction.CANCEL: {Status.STARTED},
    JobAction.TERMINATE: {Status.STARTED},
    JobAction.RETRY: {Status.FAILED},
    JobAction.TERMINATE_ALONE: {Status.STARTED},
    JobAction.RERUN_ORIGINAL: {Status.COMPLETED, Status.FAILED},
    JobAction.RERUN_ACTIVE: {Status.COMPLETED, Status.FAILED},
    JobAction.RETRY_START: {Status.FAILED_TO_START},
    JobAction.FIX_DRIFT: set(),
}


@pytest.mark.parametrize("action", CHECKS)
def test_an_action_is_possible_in_these_statuses_only(action: JobAction) -> None:
    possible = {status for status in Status if reason_against(CHECKS[action], subject(status)) is None}
    assert possible == POSSIBLE[action]


@pytest.mark.parametrize(
    ("action", "facts", "told"),
    [
        (JobAction.RERUN_ORIGINAL, {"is_child": True}, "Rerun the root"),
        (JobAction.RERUN_ACTIVE, {"is_ours": False}, "its input is not known"),
        (JobAction.RERUN_ACTIVE, {"kind": ExecutionKind.TEST}, "It was a test run"),
        (JobAction.RERUN_ORIGINAL, {"version_status": VersionStatus.DEPRECATED}, "is deprecated"),
        (JobAction.RERUN_ACTIVE, {"is_off": True}, "is switched off"),
        (JobAction.RERUN_ACTIVE, {"was_rerun": True}, "It was rerun before"),
        (JobAction.RETRY, {"is_ours": False}, "The backend made it"),
        (JobAction.RETRY, {"is_custom": True}, "its own team's worker"),
        (JobAction.RETRY, {"was_rerun": True}, "It was rerun before"),
        (JobAction.RETRY, {"status": Status.FAILED_TO_START}, "Retry its start instead"),
        (JobAction.RETRY, {"runtime": Runtime.NOT_FOUND}, "Rerun it instead"),
        (JobAction.RETRY_START, {"status": Status.FAILED_TO_START, "is_ours": False}, "The backend made it"),
        (JobAction.CANCEL, {"status": Status.STARTED, "runtime": Runtime.NOT_FOUND}, "Temporal does not know it"),
        (JobAction.TERMINATE_ALONE, {"status": Status.STARTED, "interpreter_version": None}, "Its own code decides"),
        (JobAction.TERMINATE_ALONE, {"status": Status.STARTED, "interpreter_version": "1"}, "ends its sub-workflows"),
        (JobAction.FIX_DRIFT, {"status": Status.COMPLETED, "runtime": Runtime.RUNNING}, "stays completed"),
    ],
)
def test_a_refusal_tells_why(action: JobAction, facts: dict[str, object], told: str) -> None:
    with pytest.raises(NotAllowed, match=told):
        check_in_job(action, subject(**{"status": Status.FAILED, **facts}))  # type: ignore[arg-type]


def test_a_deprecated_version_does_not_hinder_a_rerun_with_the_active_one() -> None:
    check_in_job(JobAction.RERUN_ACTIVE, subject(Status.FAILED, version_status=VersionStatus.DEPRECATED))
