"""Which deliveries may be decided again."""

from domain.errors import NotAllowed
from domain.vocabulary import Outcome

CORRECTABLE = frozenset({Outcome.INVALID_INPUT})
"""Where a person may change what was sent before it is decided again."""
RETRYABLE = CORRECTABLE | {Outcome.NO_LINK, Outcome.LINK_DISABLED, Outcome.NO_ACTIVE_VERSION, Outcome.FAILED_TO_START}
_WHY_NOT = {
    Outcome.STARTED: "It started an execution already.",
    Outcome.DUPLICATE: "It is a copy; look at the first request under its key.",
    Outcome.IGNORED: "It starts no work.",
}


def check_can_retry(outcome: Outcome | None, *, keeps_request: bool, names_something: bool) -> None:
    """Refuse to decide a delivery again. Raises: NotAllowed with the reason.

    ``keeps_request`` is false for deliveries made before requests were kept; ``names_something`` where neither an
    entity nor a template is named, as by an event that could not be read.
    """
    if outcome is None:
        raise NotAllowed("It is on its way to Temporal.")
    if outcome not in RETRYABLE:
        raise NotAllowed(_WHY_NOT[outcome])
    if outcome is Outcome.FAILED_TO_START:
        return
    if not keeps_request:
        raise NotAllowed("It came before requests were kept whole, so it cannot be decided again. Send it anew.")
    if not names_something:
        raise NotAllowed("It names nothing that could be started. Correct it where it comes from.")


def retry_refusal(outcome: Outcome | None, *, keeps_request: bool, names_something: bool) -> str | None:
    """`check_can_retry` as a sentence, None where it may be decided again."""
    try:
        check_can_retry(outcome, keeps_request=keeps_request, names_something=names_something)
    except NotAllowed as refusal:
        return str(refusal)
    return None
