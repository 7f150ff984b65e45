"""Which deliveries may be decided again."""

from domain.errors import NotAllowed
from domain.vocabulary import Outcome

CORRECTABLE = frozenset({Outcome.INVALID_INPUT})
"""Where a person may change what was sent before it is decided again."""
RETRYABLE = CORRECTABLE | {Outcome.NO_LINK, Outcome.LINK_DISABLED, Outcome.NO_ACTIVE_VERSION, Outcome.FAILED_TO_START}
OF_EVENTS = frozenset({Outcome.INVALID_INPUT, Outcome.IGNORED})
"""What came of an event as a whole: it could not be read, or it started nothing."""
_ON_ITS_WAY = "It is on its way to Temporal."
_WHY_NOT = {
    Outcome.STARTED: "It started an execution already.",
    Outcome.DUPLICATE: "It is a copy; look at the first request under its key.",
    Outcome.IGNORED: "It starts no work.",
}


def check_can_retry(outcome: Outcome | None, *, keeps_request: bool, names_something: bool) -> None:
    """Refuse to decide a delivery again. Raises: NotAllowed with the reason.

    ``keeps_request`` is false for deliveries made before requests were kept; ``names_something`` where neither an
    entity nor a template is named.
    """
    if outcome is None:
        raise NotAllowed(_ON_ITS_WAY)
    if outcome not in RETRYABLE:
        raise NotAllowed(_WHY_NOT[outcome])
    if outcome is Outcome.FAILED_TO_START:
        return
    if not keeps_request:
        raise NotAllowed("It came before requests were kept whole, so it cannot be decided again. Send it anew.")
    if not names_something:
        raise NotAllowed("It names nothing that could be started. Correct it where it comes from.")


def check_can_decide_event(outcome: Outcome | None, *, has_items: bool, starts_nothing: str | None) -> None:
    """Refuse to decide an event again that left one delivery as a whole. Raises: NotAllowed with the reason.

    ``has_items`` is true once items of it have deliveries of their own; ``starts_nothing`` tells why it would
    start nothing as things stand now.
    """
    if has_items:
        raise NotAllowed("What it tells of has deliveries of its own; look at those.")
    if outcome not in OF_EVENTS:
        raise NotAllowed(_WHY_NOT.get(outcome, "It is no event as a whole.") if outcome else _ON_ITS_WAY)
    if starts_nothing is not None:
        raise NotAllowed(starts_nothing)
