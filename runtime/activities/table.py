"""All activities of the product, for its workers."""

from collections.abc import Callable, Sequence

from runtime.activities.executions import (
    create_child_execution,
    look_at_child,
    report_ended,
    report_started,
    report_waiting,
)
from runtime.activities.housekeeping import dispatch_starts, process_events, run_start_jobs, sweep_closed, sweep_stale
from runtime.activities.outside import OUTSIDE

ACTIVITIES: Sequence[Callable[..., object]] = (
    *OUTSIDE,
    create_child_execution,
    look_at_child,
    report_started,
    report_waiting,
    report_ended,
    dispatch_starts,
    run_start_jobs,
    process_events,
    sweep_closed,
    sweep_stale,
)
