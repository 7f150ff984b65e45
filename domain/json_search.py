"""Finding a text in a JSON document: in the names and in the values."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from domain.json_types import JsonValue


@dataclass(frozen=True)
class Hit:
    """A member or element that has the text; ``pointer`` is its JSON Pointer (RFC 6901)."""

    pointer: str
    value: JsonValue


def search_json(value: JsonValue, text: str, most: int) -> list[Hit]:
    """The first ``most`` places whose name or plain value holds ``text``, whatever the case; none for an empty text.

    A name that holds it is a hit with all that is below it.
    """
    wanted = text.strip().casefold()
    return list(islice(_hits(value, wanted), most)) if wanted else []


def _hits(value: JsonValue, wanted: str) -> Iterator[Hit]:
    waiting: list[tuple[str, str, JsonValue]] = [("", "", value)]
    while waiting:
        pointer, name, found = waiting.pop()
        if wanted in name.casefold() or (not isinstance(found, dict | list) and wanted in _plain(found).casefold()):
            yield Hit(pointer, found)
            continue
        if isinstance(found, dict):
            waiting += [(f"{pointer}/{_escaped(key)}", key, inner) for key, inner in reversed(found.items())]
        elif isinstance(found, list):
            waiting += [(f"{pointer}/{at}", "", inner) for at, inner in reversed([*enumerate(found)])]


def _plain(value: JsonValue) -> str:
    return {None: "null", True: "true", False: "false"}[value] if value is None or type(value) is bool else str(value)


def _escaped(key: str) -> str:
    return key.replace("~", "~0").replace("/", "~1")
