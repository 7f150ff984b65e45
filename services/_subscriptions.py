"""The versions of subscriptions that events told of, and what is bought by them."""

from collections.abc import Iterator

from sqlalchemy import select

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
    rows = {row.version: row for row in _rows(session, subscription.id)}
    known = [
        KnownVersion(row.version, frozenset(row.items), row.starts, frozenset(row.started)) for row in rows.values()
    ]
    told = KnownVersion(subscription.version, frozenset(subscription.items), starts)
    history = placed(known, told)
    _keep(session, event, subscription, rows, history)
    for version, item in bought(history):
        row = rows[version]
        row.started = [*row.started, item]
        yield row.inbound_event_id, item


def _rows(session: WriteSession, subscription_id: str) -> list[SubscriptionState]:
    query = select(SubscriptionState).where(
        SubscriptionState.source == SOURCE, SubscriptionState.subscription_id == subscription_id
    )
    return list(session.scalars(query.order_by(SubscriptionState.version)))


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
