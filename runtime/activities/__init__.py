"""Activities: everything that the workflows have done outside. Synchronous functions on a thread pool."""

from collections.abc import Callable, Sequence

from runtime.activities.breathe import breathe
from runtime.activities.executions import create_child_execution, look_at_child, report_ended, report_started
from runtime.activities.housekeeping import dispatch_starts, sweep_closed, sweep_stale
from runtime.activities.http import call_http, call_http_with_secrets
from runtime.activities.openapi import call_openapi
from runtime.activities.publish import publish_event, wants_events
from runtime.activities.secrets import describe_secrets

ACTIVITIES: Sequence[Callable[..., object]] = (
    create_child_execution,
    look_at_child,
    report_started,
    report_ended,
    call_http,
    call_http_with_secrets,
    call_openapi,
    describe_secrets,
    wants_events,
    publish_event,
    breathe,
    dispatch_starts,
    sweep_closed,
    sweep_stale,
)
