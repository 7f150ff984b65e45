"""Decide an event of another system again that started nothing, such as one of a type that starts work by now."""

from sqlalchemy.orm import undefer

from domain.errors import Conflict, NotAllowed
from domain.vocabulary import Outcome
from services._chargebee import as_whole, deliver_items
from services._deliveries import check_again, has_items, locked, stands_for_event, told
from services._intake import Receipt, Refusal, take_in_again
from services._ledger import record
from services._words import required
from services.attempt_start import attempt_starts
from storage.database import WriteSession, transaction
from storage.own_tables import Delivery, InboundEvent


def decide_event_again(delivery_id: str, *, seen: Outcome | None, actor: str, reason: str) -> list[Receipt]:
    """Read the event of this delivery anew, by the settings and rules of now, and start what it tells of.

    Each item that was newly bought becomes a delivery of its own under its usual key, whose receipts are returned; what
    was started before, by whichever event, is not started again. The delivery stays as the event's, IGNORED once it
    has items, and its detail says what came of it. ``seen`` is the outcome that the person acts on: of two at once,
    one decides and the other is told. Raises: NotFound, Conflict, NotAllowed, InvalidInput.
    """
    reason = required(reason, "reason", 1000)
    with transaction() as session:
        delivery = locked(session, delivery_id, seen)
        event = _event(session, delivery)
        before = told(delivery)
        receipts, refusal = deliver_items(session, event, actor=actor, reason=reason)
        take_in_again(session, delivery.id, as_whole(event), refusal or _passed_on(len(receipts)))
        session.refresh(delivery, ["outcome", "detail"])
        subject = ("delivery", delivery.id)
        record(session, actor, "delivery.retry", subject, before=before, after=told(delivery), reason=reason)
    attempt_starts([each.execution_id for each in receipts if each.execution_id and each.outcome is None])
    return receipts


def _event(session: WriteSession, delivery: Delivery) -> InboundEvent:
    if delivery.inbound_event_id is None or not stands_for_event(delivery):
        raise NotAllowed("It is no event as a whole. Try the delivery itself again.")
    if has_items(session, delivery.inbound_event_id):
        raise Conflict("Somebody decided this event meanwhile: what it tells of has deliveries of its own. Look again.")
    check_again(session, delivery, keeps_request=True)
    return session.get_one(InboundEvent, delivery.inbound_event_id, options=[undefer(InboundEvent.body)])


def _passed_on(items: int) -> Refusal:
    what = "item has a delivery" if items == 1 else "items have deliveries"
    return Refusal(Outcome.IGNORED, f"Decided again: {items:,} {what} now.")
