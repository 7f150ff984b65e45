"""Every kind of drift has its reason, and a fix that takes only steps that the rules know."""

from itertools import pairwise

import pytest

from domain.drift import Fix, fix_of, path, proposal_of, reason_of
from domain.executions import TRANSITIONS, drifts, expected_status
from domain.vocabulary import ExecutionStatus, RuntimeStatus

DRIFTING = [(stored, seen) for stored in ExecutionStatus for seen in RuntimeStatus if drifts(stored, seen)]


@pytest.mark.parametrize(("stored", "seen"), DRIFTING)
def test_a_fix_leads_to_agreement_by_known_steps_and_completed_is_never_left(
    stored: ExecutionStatus, seen: RuntimeStatus
) -> None:
    steps = path(stored, seen)
    assert all(after in TRANSITIONS[before] for before, after in pairwise((stored, *steps)))
    if fix_of(stored, seen) is Fix.NONE:
        assert (stored, steps) == (ExecutionStatus.COMPLETED, ())
    else:
        assert steps[-1] is (expected_status(seen) or ExecutionStatus.FAILED)


@pytest.mark.parametrize(("stored", "seen"), DRIFTING)
def test_reason_and_proposal_are_told(stored: ExecutionStatus, seen: RuntimeStatus) -> None:
    assert reason_of(stored, seen).endswith(".")
    assert "agree" not in reason_of(stored, seen).split()
    assert proposal_of(stored, seen).endswith(".")


def test_a_reset_run_that_completed_is_started_first() -> None:
    assert path(ExecutionStatus.FAILED, RuntimeStatus.COMPLETED) == (ExecutionStatus.STARTED, ExecutionStatus.COMPLETED)
