"""What tells an element of an array from its neighbours, whatever else in it changes."""

from collections.abc import Callable, Hashable, Sequence

from domain.json_types import JsonValue

Name = Callable[[JsonValue], Hashable | None]


def by_only_key(element: JsonValue) -> str | None:
    """The key of an object that has only one, as tasks are written."""
    return next(iter(element)) if isinstance(element, dict) and len(element) == 1 else None


def by_field(name: str) -> Name:
    """The text or whole number that an object has under a key."""

    def named(element: JsonValue) -> Hashable | None:
        return _key(element.get(name)) if isinstance(element, dict) else None

    return named


def by_metadata(name: str) -> Name:
    """The same, one level deeper, in what an object says about itself."""

    def named(element: JsonValue) -> Hashable | None:
        about = element.get("metadata") if isinstance(element, dict) else None
        return _key(about.get(name)) if isinstance(about, dict) else None

    return named


NAMES: Sequence[Name] = (
    by_only_key,
    by_field("id"),
    by_field("name"),
    by_metadata("id"),
    by_metadata("name"),
)
"""In the order in which they are tried."""


def _key(value: JsonValue) -> Hashable | None:
    return value if isinstance(value, str | int) and not isinstance(value, bool) else None
