"""The versions of subscriptions that events told of, and what is bought by them."""

from collections.abc import Iterator, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.chargebee import SOURCE, Subscription
from domain.purchases import KnownVersion, bought, placed
from services._locks import lock
from storage.database import WriteSession
from storage.own_tables import InboundEvent, SubscriptionState


def newly_bought(
    session: WriteSession, event: InboundEvent, subscription: Subscription, starts: bool
) -> Iterator[tuple[str, str]]:
    """Put the version that the event tells in its place, and give (inbound event to start from, item) of each purchase.

    Subscriptions are taken one event at a time, whatever process has it.
    """
    lock(session, f"{SOURCE}/{subscription.id}")
    rows = _rows(session, subscription.id)
    history = _history(rows, subscription, starts)
    _keep(session, event, subscription, rows, history)
    for version, item in bought(history):
        row = rows[version]
        row.started = [*row.started, item]
        yield row.inbound_event_id, item


def buys_anything(session: Session, subscription: Subscription) -> bool:
    """Whether an event that starts work and tells this version would buy something now; nothing is noted."""
    return bool(bought(_history(_rows(session, subscription.id), subscription, subscription.is_live)))


def _rows(session: Session, subscription_id: str) -> dict[int, SubscriptionState]:
    query = select(SubscriptionState).where(
        SubscriptionState.source == SOURCE, SubscriptionState.subscription_id == subscription_id
    )
    return {row.version: row for row in session.scalars(query.order_by(SubscriptionState.version))}


def _history(rows: Mapping[int, SubscriptionState], subscription: Subscription, starts: bool) -> list[KnownVersion]:
    known = [
        KnownVersion(row.version, frozenset(row.items), row.starts, frozenset(row.started)) for row in rows.values()
    ]
    return placed(known, KnownVersion(subscription.version, frozenset(subscription.items), starts))


def _keep(
    session: WriteSession,
    event: InboundEvent,
    subscription: Subscription,
    rows: dict[int, SubscriptionState],
    history: list[KnownVersion],
) -> None:
    """Store the version that the event told; the event to start from is the first one that starts work."""
    now = next(each for each in history if each.version == subscription.version)
    row = rows.get(subscription.version)
    if row is None:
        row = rows[subscription.version] = SubscriptionState(
            source=SOURCE,
            subscription_id=subscription.id,
            version=now.version,
            items=[],
            inbound_event_id=event.id,
            starts=now.starts,
            started=[],
        )
        session.add(row)
    elif now.starts and not row.starts:
        row.inbound_event_id, row.starts = event.id, True
    row.items = sorted(now.items)
