"""Sends events of ``emit`` tasks to where the settings say."""

import json
import re

import requests
from temporalio import activity
from temporalio.exceptions import ApplicationError

from domain.faults import FaultKind, fault
from domain.settings import get_settings
from runtime.activities.beating import beating
from runtime.activities.calling import as_error
from runtime.activities.guard import CONNECT_SECONDS, Guard
from runtime.activities.sending import ANSWER_SECONDS
from runtime.call_contracts import PUBLISH_EVENT, WANTS_EVENTS, OutgoingEvent

CONTENT_TYPE = "application/cloudevents+json; charset=utf-8"
_PASSES = (408, 425, 429)
_MARKS = re.compile(r":[0-9a-f]{16}⟧")


@activity.defn(name=WANTS_EVENTS)
def wants_events() -> bool:
    """True when this worker is told where events go."""
    return bool(get_settings().events_url)


@activity.defn(name=PUBLISH_EVENT, no_thread_cancel_exception=True)
def publish_event(outgoing: OutgoingEvent) -> None:
    """Send an event in structured content mode (CloudEvents 1.0, HTTP protocol binding, section 3.2).

    Raises: ApplicationError, to be tried again while nobody answers or the receiver is in trouble (408, 425, 429, 5xx);
    of type ``fault`` when it refuses the event for good.
    """
    url = get_settings().events_url
    if not url:
        return
    with beating(), Guard(None, ANSWER_SECONDS) as guard, guard.session() as session:
        try:
            response = session.post(
                url,
                data=_MARKS.sub("⟧", json.dumps(outgoing.event, ensure_ascii=False)).encode(errors="replace"),
                headers={"Content-Type": CONTENT_TYPE, "User-Agent": "Pointsman"},
                timeout=(CONNECT_SECONDS, ANSWER_SECONDS),
                allow_redirects=False,
                stream=True,
            )
        except (requests.RequestException, OSError) as error:
            raise ApplicationError(f"The events' receiver did not answer ({type(error).__name__}).") from None
    if response.status_code >= 500 or response.status_code in _PASSES:
        raise ApplicationError(f"The events' receiver answered {response.status_code}.")
    if not response.ok or response.is_redirect:
        told = f"The receiver of events refused it with {response.status_code} {response.reason}".rstrip()
        raise as_error(fault(FaultKind.COMMUNICATION, outgoing.reference, told, response.status_code))
