"""What would this start? The whole chain from an entity to what runs in the end, and where it breaks."""

from collections.abc import Sequence
from dataclasses import replace

from domain.errors import TemporalAway
from domain.foresight import Foresight, Part, State, Step
from domain.json_values import MAX_CONTEXT_BYTES, check_json
from domain.orders import Order
from services._chain import Chain
from services._words import optional, required
from services.check_worker import check_worker
from storage.database import reading

_PLACES = [*Part]


def foresee_start(order: Order) -> Foresight:
    """Follow an order through link, template, active version, input, customer, worker and sub-workflows.

    By the same rules as a real one, in one read-only transaction: nothing starts, and nothing is written. Temporal is
    asked who polls, for two seconds at most. Without a payload the one of the entity's newest delivery is taken.
    Raises: InvalidInput for an order that could not even be kept.
    """
    return foresee_starts([order])[0]


def foresee_starts(orders: Sequence[Order]) -> list[Foresight]:
    """As `foresee_start`, of each item of an event; a Temporal that does not answer is asked only once."""
    workers = _Workers()
    return [workers.added_to(_followed(order)) for order in orders]


def _followed(order: Order) -> Foresight:
    order = replace(order, entity_id=required(order.entity_id, "entity id"))
    optional(order.service_request_id, "service request id", 200)
    check_json(order.payload, "payload")
    check_json(order.context, "context", MAX_CONTEXT_BYTES)
    with reading() as session:
        return Chain(session, order).follow()


class _Workers:
    """What Temporal said of the workers of each template, once."""

    def __init__(self) -> None:
        self._told: dict[str, Step] = {}
        self._is_away = False

    def added_to(self, found: Foresight) -> Foresight:
        """The chain with its step about the worker, in its place."""
        if found.target is None:
            return found
        key = found.target.template_id
        if key not in self._told:
            self._told[key] = self._ask(key)
        steps = sorted([*found.steps, self._told[key]], key=lambda step: _PLACES.index(step.part))
        return replace(found, steps=tuple(steps))

    def _ask(self, template_id: str) -> Step:
        try:
            trouble = None if self._is_away else check_worker(template_id, ours_too=True)
        except TemporalAway:
            self._is_away = True
        if self._is_away:
            said = "Temporal does not answer, so nobody can tell whether a worker polls. Starts wait until it is back."
            return Step(Part.WORKER, State.UNKNOWN, said)
        if trouble:
            return Step(Part.WORKER, State.NOTICE, trouble)
        return Step(Part.WORKER, State.CLEAR, "A worker takes its work.")
