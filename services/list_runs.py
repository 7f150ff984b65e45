"""The runs of one execution on Temporal: it begins a new one when it continues as new, is retried or is reset."""

from runtime.service import temporal
from runtime.visibility import RunSeen as RunSeen

MOST = 200


def list_runs(execution_id: str) -> tuple[RunSeen, ...]:
    """The runs that Temporal keeps, the newest first, at most 200; empty where it knows none (any more).

    Raises: TemporalAway, RuntimeRefused.
    """
    return tuple(temporal().runs(execution_id, MOST))
