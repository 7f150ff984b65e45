"""Cancel a running execution: it may clean up, its children are cancelled with it."""

from runtime.service import temporal
from services._acting import check_running, note_deed
from services._words import required


def cancel_execution(execution_id: str, *, actor: str, reason: str) -> None:
    """Ask the run to cancel; its status follows when it has. Raises: NotFound, NotAllowed, InvalidInput."""
    reason = required(reason, "reason", 1000)
    request_cancel(execution_id)
    note_deed(execution_id, "execution.cancel", actor, after={"requested": "cancel"}, reason=reason)


def request_cancel(execution_id: str) -> None:
    """Ask without noting it. Raises: NotFound, NotAllowed."""
    check_running(execution_id)
    temporal().cancel(execution_id)
