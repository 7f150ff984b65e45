"""Ask Temporal about one execution now."""

from domain.executions import Observation
from runtime.service import temporal
from services.sweep_executions import observe


def observe_execution(execution_id: str) -> Observation:
    """Describe the run on Temporal and let the stored status follow. Raises: TemporalAway, DatabaseAway."""
    seen = temporal().describe(execution_id)
    observe(execution_id, seen)
    return seen
