"""How events of the billing software are read here: by the settings, and by what is linked."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.chargebee import Purchase, Reading
from domain.chargebee_types import listed_types
from domain.settings import get_settings
from domain.vocabulary import EntityType
from storage.shared_tables import WorkflowTemplateLink


def starting_types() -> frozenset[str]:
    """The types of events that start work."""
    return listed_types(get_settings().chargebee_events)


def starts_work(event_type: str) -> bool:
    """Whether events of this type start work."""
    return event_type in starting_types()


def starts_nothing(event_type: str) -> str:
    """The sentence about an event whose type starts no work."""
    return f"Events of type {event_type} start no work. See POINTSMAN_CHARGEBEE_EVENTS."


def configured_reading() -> Reading:
    """How statuses of subscriptions are read."""
    settings = get_settings()
    return Reading(settings.chargebee_trials, "subscription_reactivated" in listed_types(settings.chargebee_events))


def entity_of(session: Session, purchase: Purchase) -> str:
    """The item price; its item where only that one is linked, and the event names it."""
    price, item = purchase.item_price_id, purchase.item_id
    if item is None:
        return price
    link = WorkflowTemplateLink
    query = select(link.entity_id).where(link.entity_type == EntityType.PRODUCT, link.entity_id.in_([price, item]))
    linked = set(session.scalars(query))
    return item if item in linked and price not in linked else price
