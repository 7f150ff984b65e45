"""Decide many refused deliveries again, such as all those that came before a link was added."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.errors import DatabaseAway, PartlyDone, PointsmanError
from domain.vocabulary import Outcome
from services._words import required
from services.retry_delivery import retry_delivery

MOST = 200


@dataclass(frozen=True)
class Retried:
    """How many have an execution now, how many are refused again, and how many were left as they are."""

    started: int = 0
    refused: int = 0
    left: int = 0


def retry_deliveries(seen: Sequence[tuple[str, Outcome]], *, actor: str, reason: str) -> Retried:
    """Decide exactly these again, each as `retry_delivery` does; ``seen`` holds their ids and outcomes as shown.

    What somebody else decided meanwhile, or what cannot be decided again, is left. Raises: InvalidInput without a
    reason, PartlyDone when the database went away half-way.
    """
    required(reason, "reason", 1000)
    counts = {"started": 0, "refused": 0, "left": 0}
    for number, (delivery_id, outcome) in enumerate(seen[:MOST]):
        try:
            receipt = retry_delivery(delivery_id, seen=outcome, actor=actor, reason=reason)
        except DatabaseAway as error:
            raise PartlyDone(number, min(len(seen), MOST), error) from error
        except PointsmanError:
            counts["left"] += 1
        else:
            is_started = receipt.execution_id is not None and receipt.outcome is not Outcome.FAILED_TO_START
            counts["started" if is_started else "refused"] += 1
    return Retried(**counts)
