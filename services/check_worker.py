"""Whether anybody would run what a custom template starts."""

from domain.errors import RuntimeRefused
from domain.settings import get_settings
from runtime.service import temporal
from services._versions import settings_of
from storage.database import reading


def check_worker(template_id: str, *, ours_too: bool = False) -> str | None:
    """A sentence when no worker asked a custom template's task queue for work lately, else None.

    ``ours_too`` asks the same for templates that Pointsman's own worker runs. A start is not refused for it: it
    waits on Temporal until a worker comes. Raises: TemporalAway.
    """
    with reading() as session:
        queue = settings_of(session, template_id).task_queue or (get_settings().task_queue if ours_too else None)
    try:
        if queue is None or temporal().has_poller(queue):
            return None
    except RuntimeRefused as error:
        return f"Nothing can be started on the task queue “{queue}”. {error}"
    return (
        f"No worker polls the task queue “{queue}” right now. What is started waits there, and counts as started, "
        "until a worker comes."
    )
