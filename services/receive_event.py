"""Take in a purchase or a service request and start what its link says."""

from services._deciding import Event as Event
from services._deciding import decide_event, request_of
from services._intake import Receipt, open_delivery
from services.attempt_start import attempt_start
from storage.database import transaction


def receive_event(event: Event, *, actor: str) -> Receipt:
    """Record the event as a delivery and start the active version of the template that its entity is linked to.

    Link, template and active version are resolved once, in the transaction that makes the execution (rule 9). An
    event never fails silently: the receipt and its delivery tell NO_LINK, LINK_DISABLED, NO_ACTIVE_VERSION,
    INVALID_INPUT, DUPLICATE, FAILED_TO_START or STARTED. Raises: InvalidInput for an event that cannot be kept.
    """
    request = request_of(event, actor)
    with transaction() as session:
        delivery = open_delivery(session, request)
        if isinstance(delivery, Receipt):
            return delivery
        receipt = decide_event(session, delivery, request, event)
    return receipt if receipt.execution_id is None else attempt_start(receipt.execution_id)
