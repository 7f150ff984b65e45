"""Decide many refused deliveries again, such as all those that came before a link was added."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from domain.errors import DatabaseAway, PartlyDone, PointsmanError
from domain.vocabulary import Outcome
from services._deliveries import OF_EVENT
from services._intake import Receipt
from services._words import required
from services.decide_event_again import decide_event_again
from services.retry_delivery import retry_delivery
from storage.database import reading
from storage.own_tables import Delivery

MOST = 200


@dataclass(frozen=True)
class Retried:
    """How many have an execution now, how many are refused again, and how many were left as they are."""

    started: int = 0
    refused: int = 0
    left: int = 0


def retry_deliveries(seen: Sequence[tuple[str, Outcome]], *, actor: str, reason: str) -> Retried:
    """Decide exactly these again; ``seen`` holds their ids and outcomes as shown.

    Each is decided as `retry_delivery` does or, where it stands for an event as a whole, `decide_event_again`; an event
    counts as started when one of its items is.
    What somebody else decided meanwhile, or what cannot be decided again, is left. Raises: InvalidInput without a
    reason, PartlyDone when the database went away half-way.
    """
    required(reason, "reason", 1000)
    events = _events([delivery_id for delivery_id, _ in seen[:MOST]])
    counts = {"started": 0, "refused": 0, "left": 0}
    for number, (delivery_id, outcome) in enumerate(seen[:MOST]):
        decide = decide_event_again if delivery_id in events else _retry
        try:
            receipts = decide(delivery_id, seen=outcome, actor=actor, reason=reason)
        except DatabaseAway as error:
            raise PartlyDone(number, min(len(seen), MOST), error) from error
        except PointsmanError:
            counts["left"] += 1
        else:
            counts["started" if any(map(_is_started, receipts)) else "refused"] += 1
    return Retried(**counts)


def _events(ids: Sequence[str]) -> frozenset[str]:
    with reading() as session:
        return frozenset(session.scalars(select(Delivery.id).where(Delivery.id.in_(ids), OF_EVENT)))


def _retry(delivery_id: str, *, seen: Outcome, actor: str, reason: str) -> list[Receipt]:
    return [retry_delivery(delivery_id, seen=seen, actor=actor, reason=reason)]


def _is_started(receipt: Receipt) -> bool:
    return receipt.execution_id is not None and receipt.outcome in (None, Outcome.STARTED)
