"""All activities of the product, for its workers."""

from collections.abc import Callable, Sequence

from runtime.activities.breathe import breathe
from runtime.activities.executions import create_child_execution, look_at_child, report_ended, report_started
from runtime.activities.housekeeping import dispatch_starts, sweep_closed, sweep_stale
from runtime.activities.http import call_http

ACTIVITIES: Sequence[Callable[..., object]] = (
    create_child_execution,
    look_at_child,
    report_started,
    report_ended,
    call_http,
    breathe,
    dispatch_starts,
    sweep_closed,
    sweep_stale,
)
