"""The chain from an entity to what it starts: steps with a sentence each, the first obstacle marked."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.json_types import JsonValue
from domain.orders import Order
from domain.vocabulary import ExecutionStatus, Outcome


class Part(StrEnum):
    """The steps of the chain, in their order."""

    LINK = "link"
    VERSION = "version"
    INPUT = "input"
    CUSTOMER = "customer"
    WORKER = "worker"
    SUBFLOWS = "subflows"


class State(StrEnum):
    """CLEAR goes on; NOTICE goes on, and should be known; OBSTACLE stops the start; UNKNOWN cannot be told."""

    CLEAR = "clear"
    NOTICE = "notice"
    OBSTACLE = "obstacle"
    UNKNOWN = "unknown"


class Need(StrEnum):
    """What a person can do about a step."""

    ADD_LINK = "add link"
    ENABLE_LINK = "enable link"
    ACTIVATE_VERSION = "activate version"
    MEND_INPUT = "mend input"
    GIVE_PAYLOAD = "give payload"
    SEE_RUNNING = "see running"
    SEE_VERSION = "see version"


@dataclass(frozen=True)
class Step:
    """One step; ``need`` None: there is nothing to do."""

    part: Part
    state: State
    sentence: str
    need: Need | None = None


@dataclass(frozen=True)
class Running:
    """An open execution of the same template for the same customer or service request. ``created_at`` is UTC."""

    id: str
    name: str
    status: ExecutionStatus
    created_at: datetime


@dataclass(frozen=True)
class Subflow:
    """A workflow that is run from another one; ``depth`` 1 is run by the template itself.

    Template and version are those that would be run now; None where ``problem`` tells why none would be.
    """

    reference: str
    depth: int
    template_id: str | None = None
    template: str | None = None
    version_id: str | None = None
    version: str | None = None
    problem: str | None = None


@dataclass(frozen=True)
class Subflows:
    """A tree read from top to bottom, at most 100 rows; ``is_cut`` tells that there are more."""

    rows: tuple[Subflow, ...] = ()
    is_cut: bool = False

    @property
    def missing(self) -> int:
        """How many cannot be run."""
        return sum(row.problem is not None for row in self.rows)


@dataclass(frozen=True)
class Target:
    """What the link leads to; version None: the template is off."""

    link_id: str
    template_id: str
    template: str
    version_id: str | None
    version: str | None


@dataclass(frozen=True)
class Foresight:
    """What an order would start now.

    ``outcome`` is what its delivery would say, None where that depends on a payload that is not known. ``input`` means
    something where ``has_input``; ``payload_of`` is the delivery whose payload was taken because none was given.
    """

    order: Order
    outcome: Outcome | None
    steps: tuple[Step, ...]
    target: Target | None = None
    payload_of: str | None = None
    has_input: bool = False
    input: JsonValue = None
    running: tuple[Running, ...] = ()
    subflows: Subflows = Subflows()

    @property
    def obstacle(self) -> Step | None:
        """The first step that stops the start."""
        return next((step for step in self.steps if step.state is State.OBSTACLE), None)
