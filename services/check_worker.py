"""Whether anybody would run what a custom template starts."""

from runtime.service import temporal
from services._versions import settings_of
from storage.database import reading


def check_worker(template_id: str) -> str | None:
    """A sentence when no worker asked the template's task queue for work lately; None for Open Workflow templates.

    A start is not refused for it: it waits on Temporal until a worker comes. Raises: TemporalAway.
    """
    with reading() as session:
        queue = settings_of(session, template_id).task_queue
    if queue is None or temporal().has_poller(queue):
        return None
    return (
        f"No worker polls the task queue “{queue}” right now. What is started waits there, and counts as started, "
        "until a worker of its team comes."
    )
