"""Send an event to a running execution, for a ``listen`` task that waits for it."""

from domain.errors import InvalidInput
from domain.json_types import JsonObject
from domain.json_values import check_json
from runtime.service import temporal
from services._acting import check_running, note_deed


def send_event(execution_id: str, event: JsonObject, *, actor: str) -> None:
    """Signal a CloudEvent (``type`` and ``data`` at least) to the run. Raises: NotFound, NotAllowed, InvalidInput."""
    check_json(event, "event")
    if not isinstance(event.get("type"), str) or not event["type"]:
        raise InvalidInput("event", "needs a “type”, the name of the event, such as com.acme.filing.decided.")
    check_running(execution_id)
    temporal().signal(execution_id, event)
    note_deed(execution_id, "execution.send_event", actor, after={"type": event["type"]}, reason=None)
