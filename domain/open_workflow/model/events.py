"""Events: those that are emitted and those that are listened to (CloudEvents)."""

from typing import Annotated, Any, Literal, NotRequired, TypeAlias

from pydantic import AfterValidator, Discriminator, Tag
from typing_extensions import TypedDict

from domain.json_schemas import is_date_time
from domain.open_workflow.model.base import NEEDED, NotEmpty, TextOr, part, refuse, tag, unsupported
from domain.open_workflow.model.values import UriOrExpression, is_runtime_expression


def _time(text: str) -> str:
    if not is_date_time(text) and not is_runtime_expression(text):
        refuse(NEEDED, "must be a date and time (RFC 3339) such as “2027-01-31T09:30:00Z”, or an expression.")
    return text


class _Attributes(TypedDict):
    id: NotRequired[str]
    source: NotRequired[UriOrExpression]
    time: NotRequired[Annotated[str, AfterValidator(_time)]]
    subject: NotRequired[str]
    datacontenttype: NotRequired[str]
    dataschema: NotRequired[UriOrExpression]
    data: NotRequired[object]


@part("an event", extra="allow")
class EventProperties(_Attributes):
    """Attributes of an event; extension attributes may have any name."""

    type: NotRequired[str]


@part("an event", extra="allow")
class EmittedProperties(_Attributes):
    """Attributes of an event that is emitted: its type is a must."""

    type: str


@part("an event to emit", is_open=True)
class EmittedEvent(TypedDict):
    """What is emitted."""

    with_: EmittedProperties


@part("emit")
class Emission(TypedDict):
    """The body of an ``emit`` task."""

    event: EmittedEvent


@part("a correlation", is_open=True)
class Correlation(TypedDict):
    """A value that must be the same in all events."""

    from_: str
    expect: NotRequired[str]


@part("an event filter")
class EventFilter(TypedDict):
    """Which events are meant."""

    with_: Annotated[EventProperties, NotEmpty]
    correlate: NotRequired[dict[str, Correlation]]


@part("“to” with “one”")
class One(TypedDict):
    """One event."""

    one: EventFilter


@part("“to” with “all”")
class All(TypedDict):
    """One event for each filter."""

    all: list[EventFilter]


@part("“to” with “any”")
class AnyOf(TypedDict):
    """An event for any of the filters; with ``until``, many."""

    any: list[EventFilter]
    until: NotRequired[TextOr[Annotated[object, unsupported("until an event")]]]


def _strategy(value: Any) -> str | None:
    found = [each for each in ("one", "any", "all") if isinstance(value, dict) and each in value]
    return tag(found[0]) if len(found) == 1 else None


Strategy: TypeAlias = Annotated[
    Annotated[One, Tag(tag("one"))] | Annotated[AnyOf, Tag(tag("any"))] | Annotated[All, Tag(tag("all"))],
    Discriminator(_strategy, NEEDED, "must be an object with exactly one of “one”, “any” and “all”."),
]


@part("listen")
class Listening(TypedDict):
    """The body of a ``listen`` task."""

    to: Strategy
    read: NotRequired[Literal["data", "envelope", "raw"]]
