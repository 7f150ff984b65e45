"""Send an event to a running execution, for a ``listen`` task that waits for it."""

from domain.errors import InvalidInput, NotAllowed, NotFound, RuntimeRefused, TemporalAway, WorkerAway
from domain.json_types import JsonObject
from domain.json_values import check_json
from runtime.service import temporal
from services._acting import check_running, note_deed


def send_event(execution_id: str, event: JsonObject, *, actor: str) -> None:
    """Signal a CloudEvent (``type`` and ``data`` at least) to the run.

    Raises: NotFound, NotAllowed (also when the run holds so many unread events that it takes no more), InvalidInput.
    """
    check_json(event, "event")
    if not isinstance(event.get("type"), str) or not event["type"]:
        raise InvalidInput("event", "needs a “type”, the name of the event, such as com.acme.filing.decided.")
    check_running(execution_id)
    _check_room(execution_id)
    temporal().signal(execution_id, event)
    note_deed(execution_id, "execution.send_event", actor, after={"type": event["type"]}, reason=None)


def _check_room(execution_id: str) -> None:
    """A run cannot refuse a signal itself. Where no worker answers, Temporal keeps it."""
    try:
        state = temporal().state(execution_id)
    except (WorkerAway, RuntimeRefused, TemporalAway, NotFound):  # the signal itself will tell
        return
    if not state.takes_events:
        raise NotAllowed(
            f"This execution holds {state.unread_events:,} events that no task has read, and takes no more. "
            "Nothing was sent. See whether a listen task waits for what was sent before."
        )
