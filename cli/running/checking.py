"""What is checked before anything runs: the definition, and its input."""

from collections.abc import Sequence
from pathlib import Path

from cli.parts.definitions import judge
from cli.running.files import read_text, read_value
from domain.definition import check_storable, input_schema, schema_problems
from domain.errors import PointsmanError
from domain.json_types import JsonObject, JsonValue
from domain.json_values import check_json
from domain.sources import read_source, syntax_of


class NotValid(PointsmanError):
    """What is wrong with a file, a line each."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.lines = lines
        super().__init__("\n".join(lines))


def checked_definition(path: Path) -> JsonObject:
    """A definition that may be run. Raises: InvalidInput, NotValid."""
    text = read_text(path)
    errors = [each for each in judge(str(path), text, None) if each.is_error]
    if errors:
        raise NotValid([each.line(str(path)) for each in errors])
    return check_storable(read_source(text, str(path), syntax_of(path.name)).value)


def checked_input(path: Path | None, definition: JsonObject) -> JsonValue:
    """The input of a run, held against the definition's schema. Raises: InvalidInput, NotValid."""
    where, value = ("input", {}) if path is None else (str(path), read_value(path))
    check_json(value, where)
    problems = schema_problems(value, input_schema(definition))
    if problems:
        raise NotValid([f"{where}: {pointer or '/'}: {message}" for pointer, message in problems])
    return value
