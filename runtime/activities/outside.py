"""The activities that need no execution row and no database: calls, secrets, events out."""

from collections.abc import Callable, Sequence

from runtime.activities.breathe import breathe
from runtime.activities.http import call_http, call_http_with_secrets
from runtime.activities.openapi import call_openapi
from runtime.activities.publish import publish_event, wants_events
from runtime.activities.secrets import describe_secrets

OUTSIDE: Sequence[Callable[..., object]] = (
    call_http,
    call_http_with_secrets,
    call_openapi,
    describe_secrets,
    wants_events,
    publish_event,
    breathe,
)
