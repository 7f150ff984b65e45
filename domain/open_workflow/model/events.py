"""Events: those that are emitted and those that are listened to (CloudEvents)."""

from typing import Annotated, Any, ClassVar, Literal, TypeAlias

from pydantic import AfterValidator, ConfigDict, Discriminator, Tag

from domain.json_schemas import is_date_time
from domain.open_workflow.model.base import (
    BY_TYPE,
    NEEDED,
    OBJECT,
    TEXT,
    Maybe,
    NotEmpty,
    Part,
    refuse,
    tag,
    unsupported,
)
from domain.open_workflow.model.values import UriOrExpression, is_runtime_expression


def _time(text: str) -> str:
    if not is_date_time(text) and not is_runtime_expression(text):
        refuse(NEEDED, "must be a date and time (RFC 3339) such as “2027-01-31T09:30:00Z”, or an expression.")
    return text


class EventProperties(Part):
    """Attributes of an event; extension attributes may have any name."""

    model_config = ConfigDict(extra="allow")
    named: ClassVar[str] = "an event"

    id: Maybe[str] = None
    source: Maybe[UriOrExpression] = None
    type: Maybe[str] = None
    time: Maybe[Annotated[str, AfterValidator(_time)]] = None
    subject: Maybe[str] = None
    datacontenttype: Maybe[str] = None
    dataschema: Maybe[UriOrExpression] = None
    data: object = None


class EmittedProperties(EventProperties):
    """Attributes of an event that is emitted: its type is a must."""

    type: str


class EmittedEvent(Part):
    """What is emitted."""

    named: ClassVar[str] = "an event to emit"
    is_open: ClassVar[bool] = True

    with_: EmittedProperties


class Emission(Part):
    """The body of an ``emit`` task."""

    named: ClassVar[str] = "emit"

    event: EmittedEvent


class Correlation(Part):
    """A value that must be the same in all events."""

    named: ClassVar[str] = "a correlation"
    is_open: ClassVar[bool] = True

    from_: str
    expect: Maybe[str] = None


class EventFilter(Part):
    """Which events are meant."""

    named: ClassVar[str] = "an event filter"

    with_: Annotated[EventProperties, NotEmpty]
    correlate: Maybe[dict[str, Correlation]] = None


class One(Part):
    """One event."""

    named: ClassVar[str] = "“to” with “one”"

    one: EventFilter


class All(Part):
    """One event for each filter."""

    named: ClassVar[str] = "“to” with “all”"

    all: list[EventFilter]


_Until: TypeAlias = Annotated[
    Annotated[str, Tag(TEXT)] | Annotated[object, unsupported("until an event"), Tag(OBJECT)], BY_TYPE
]


class AnyOf(Part):
    """An event for any of the filters; with ``until``, many."""

    named: ClassVar[str] = "“to” with “any”"

    any: list[EventFilter]
    until: Maybe[_Until] = None


def _strategy(value: Any) -> str | None:
    found = [each for each in ("one", "any", "all") if isinstance(value, dict) and each in value]
    return tag(found[0]) if len(found) == 1 else None


Strategy: TypeAlias = Annotated[
    Annotated[One, Tag(tag("one"))] | Annotated[AnyOf, Tag(tag("any"))] | Annotated[All, Tag(tag("all"))],
    Discriminator(_strategy, NEEDED, "must be an object with exactly one of “one”, “any” and “all”."),
]


class Listening(Part):
    """The body of a ``listen`` task."""

    named: ClassVar[str] = "listen"

    to: Strategy
    read: Maybe[Literal["data", "envelope", "raw"]] = None
