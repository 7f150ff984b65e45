"""Terminate a running execution: it stops at once, without clean-up."""

from runtime.service import temporal
from services._acting import check_running, note_deed
from services._words import required
from services.sweep_executions import observe


def terminate_execution(execution_id: str, *, actor: str, reason: str) -> None:
    """Stop the run now; its children are terminated with it. Raises: NotFound, NotAllowed, InvalidInput."""
    reason = required(reason, "reason", 1000)
    check_running(execution_id)
    temporal().terminate(execution_id, f"{reason} ({actor})")
    note_deed(execution_id, "execution.terminate", actor, after={"requested": "terminate"}, reason=reason)
    observe(execution_id, temporal().describe(execution_id))
