"""The files that `pointsman run` is given: JSON or YAML, `-` for standard input."""

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from domain.errors import InvalidInput
from domain.json_types import JsonObject, JsonValue
from domain.json_values import as_object
from domain.sources import read_source, syntax_of

STANDARD_INPUT = Path("-")
ENDINGS = (".json", ".yaml", ".yml")


def read_value(path: Path) -> JsonValue:
    """Any JSON value. Raises: InvalidInput with the place of the first error, or when the file cannot be read."""
    return read_source(read_text(path), str(path), syntax_of(path.name)).value


def read_object(path: Path) -> JsonObject:
    """A JSON object. Raises: InvalidInput."""
    return as_object(read_value(path), str(path))


def read_events(paths: Iterable[Path]) -> list[JsonObject]:
    """The events of all files in order; a file holds one event or a list of events. Raises: InvalidInput."""
    events = []
    for path in paths:
        value = read_value(path)
        events += [as_object(each, str(path)) for each in (value if isinstance(value, list) else [value])]
    return events


def read_answers(options: Iterable[str]) -> dict[str, Sequence[JsonObject]]:
    """What completes human tasks, from options such as `/do/0/ask=FILE`, in order. Raises: InvalidInput."""
    answers: dict[str, list[JsonObject]] = {}
    for option in options:
        reference, equals, path = option.rpartition("=")
        if not equals:
            raise InvalidInput("--complete", f"“{option}” must be the task's reference, “=” and a file.")
        answers.setdefault(reference, []).append(read_object(Path(path)))
    return {**answers}


def read_definitions(directory: Path) -> list[JsonObject]:
    """Every definition below a directory; other JSON and YAML files do not count.

    Raises: InvalidInput, also when two files have the same namespace, name and version.
    """
    found: dict[tuple[str, ...], tuple[Path, JsonObject]] = {}
    for path in sorted(each for each in directory.rglob("*") if each.suffix in ENDINGS):
        value = read_value(path)
        document = value.get("document") if isinstance(value, dict) else None
        if isinstance(value, dict) and isinstance(document, dict):
            key = tuple(str(document.get(part)) for part in ("namespace", "name", "version"))
            if key in found and found[key][1] != value:
                raise InvalidInput(str(path), f"has the same namespace, name and version as {found[key][0]}.")
            found[key] = (path, value)
    return [definition for _, definition in found.values()]


def read_text(path: Path) -> str:
    """What stands in a file, UTF-8. Raises: InvalidInput."""
    try:
        return (sys.stdin.buffer.read() if path == STANDARD_INPUT else path.read_bytes()).decode()
    except UnicodeDecodeError:
        raise InvalidInput(str(path), "is not text in UTF-8.") from None
    except OSError as error:
        raise InvalidInput(str(path), f"{error.strerror}.") from None
