"""What deciding a delivery again rests on: the locked row, the event that it stands for, and why it may not be."""

from sqlalchemy import exists, select
from sqlalchemy.orm import Session, undefer

from domain.errors import Conflict, NotAllowed, NotFound
from domain.json_types import JsonObject
from domain.looks import look
from domain.retrying import check_can_decide_event, check_can_retry
from domain.vocabulary import Outcome
from services._chargebee import why_nothing
from storage.database import WriteSession
from storage.own_tables import Delivery, InboundEvent

OF_EVENT = Delivery.inbound_event_id.is_not(None) & Delivery.entity_id.is_(None) & Delivery.template_id.is_(None)
"""What an event left as a whole: it names no item of it."""


def locked(session: WriteSession, delivery_id: str, seen: Outcome | None) -> Delivery:
    """The delivery, held until the transaction ends. Raises: NotFound, Conflict when its outcome is not ``seen``."""
    wanted = [undefer(Delivery.payload), undefer(Delivery.request)]
    found = session.get(Delivery, delivery_id, options=wanted, with_for_update={"of": Delivery})
    if found is None:
        raise NotFound("delivery", delivery_id)
    if found.outcome is not seen:
        now = look(found.outcome).word.lower() if found.outcome else "on its way"
        raise Conflict(f"Somebody decided this delivery meanwhile: it is {now} now. Look again.")
    return found


def told(delivery: Delivery) -> JsonObject:
    """What came of it, for the ledger."""
    return {"outcome": delivery.outcome.value if delivery.outcome else None, "detail": delivery.detail}


def stands_for_event(delivery: Delivery) -> bool:
    """`OF_EVENT` for a delivery that was read."""
    return delivery.inbound_event_id is not None and delivery.entity_id is None and delivery.template_id is None


def check_again(session: Session, delivery: Delivery, *, keeps_request: bool) -> None:
    """Refuse to decide it again where that makes no sense. Raises: NotAllowed with the reason."""
    if delivery.inbound_event_id is None or not stands_for_event(delivery):
        named = delivery.entity_id is not None or delivery.template_id is not None
        check_can_retry(delivery.outcome, keeps_request=keeps_request, names_something=named)
        return
    event = session.get_one(InboundEvent, delivery.inbound_event_id, options=[undefer(InboundEvent.body)])
    check_can_decide_event(
        delivery.outcome, has_items=has_items(session, event.id), starts_nothing=why_nothing(session, event)
    )


def reason_against(session: Session, delivery: Delivery, *, keeps_request: bool) -> str | None:
    """`check_again` as a sentence, None where it may be decided again."""
    try:
        check_again(session, delivery, keeps_request=keeps_request)
    except NotAllowed as refusal:
        return str(refusal)
    return None


def has_items(session: Session, event_id: str) -> bool:
    """Whether items of the event have deliveries of their own."""
    item = exists().where(Delivery.inbound_event_id == event_id, Delivery.entity_id.is_not(None))
    return session.scalar(select(item)) is True
