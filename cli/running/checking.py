"""What is checked before anything runs: the definition, and its input."""

from collections.abc import Sequence
from pathlib import Path

from cli.running.files import read_value
from domain.definition import check_storable, input_schema, schema_problems
from domain.errors import PointsmanError
from domain.json_types import JsonObject, JsonValue
from domain.json_values import check_json
from domain.open_workflow import problems_of


class NotValid(PointsmanError):
    """What a file breaks, with every (JSON Pointer, sentence); the message has a line for each."""

    def __init__(self, where: str, problems: Sequence[tuple[str, str]]) -> None:
        self.where, self.problems = where, problems
        super().__init__("\n".join(f"{where}: {pointer or '/'}: {message}" for pointer, message in problems))


def checked_definition(path: Path) -> JsonObject:
    """A definition that may be run. Raises: InvalidInput, NotValid."""
    definition = check_storable(read_value(path))
    problems = problems_of(definition)
    if problems:
        raise NotValid(str(path), [(each.pointer, each.message) for each in problems])
    return definition


def checked_input(path: Path | None, definition: JsonObject) -> JsonValue:
    """The input of a run, held against the definition's schema. Raises: InvalidInput, NotValid."""
    where, value = ("input", {}) if path is None else (str(path), read_value(path))
    check_json(value, where)
    problems = schema_problems(value, input_schema(definition))
    if problems:
        raise NotValid(where, problems)
    return value
