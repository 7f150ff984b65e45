"""The starts that a table asks for, one for each of its rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from domain.csv_reading import CsvRow, CsvTable
from domain.errors import InvalidInput
from domain.json_types import JsonObject, JsonValue
from domain.schema_fields import is_array, schema_at, step_into
from domain.start_lists.cells import typed_cell
from domain.start_lists.targets import Place, Target

MOST_ELEMENTS = 1_000


@dataclass(frozen=True)
class ListedStart:
    """What one row asks for; ``problem`` says why it cannot be read. ``number`` counts rows from 1."""

    number: int
    line: int
    input: JsonValue = field(default_factory=dict)
    context: JsonObject = field(default_factory=dict)
    name: str | None = None
    service_request_id: str | None = None
    task_group_id: str | None = None
    problem: str | None = None


def listed_starts(table: CsvTable, targets: Mapping[str, Target], schema: JsonObject | None) -> list[ListedStart]:
    """Read every row; an empty cell leaves its field out. A row that cannot be read says why, and stops no other."""
    columns = [_Column(index, head, targets[head]) for index, head in enumerate(table.heads) if head in targets]
    columns.sort(key=lambda column: column.order)
    return [_listed(number, row, columns, schema or {}) for number, row in enumerate(table.rows, start=1)]


@dataclass(frozen=True)
class _Column:
    index: int
    head: str
    target: Target

    @property
    def order(self) -> list[tuple[bool, int, str]]:
        """Elements of arrays by their numbers, wherever their columns stand."""
        return [(False, int(step), "") if step.isdecimal() else (True, 0, step) for step in self.target.path]


def _listed(number: int, row: CsvRow, columns: Sequence[_Column], schema: JsonObject) -> ListedStart:
    texts: dict[Place, str] = {}
    whole: dict[Place, JsonValue] = {Place.INPUT: {}, Place.CONTEXT: {}}
    problems: list[str] = []
    for column in columns:
        cell, place = row.cells[column.index], column.target.place
        if cell.strip() and place in whole:
            whole[place] = _placed(whole[place], column, cell, schema if place is Place.INPUT else {}, problems)
        elif cell.strip():
            texts[place] = cell.strip()
    context = whole[Place.CONTEXT]
    if not isinstance(context, dict):
        problems.append("context: must be a JSON object.")
    return ListedStart(
        number,
        row.line,
        input=whole[Place.INPUT],
        context=context if isinstance(context, dict) else {},
        name=texts.get(Place.NAME),
        service_request_id=texts.get(Place.SERVICE_REQUEST),
        task_group_id=texts.get(Place.TASK_GROUP),
        problem=problems[0] if problems else None,
    )


def _placed(whole: JsonValue, column: _Column, cell: str, root: JsonObject, problems: list[str]) -> JsonValue:
    """``whole`` with the cell in it; a cell that does not fit is noted, and kept as text where there is a place."""
    try:
        return _put(whole, column.target.path, cell, root, column.head)
    except InvalidInput as refusal:
        problems.append(str(refusal))
    try:
        return _put(whole, column.target.path, cell, {}, column.head)
    except InvalidInput:
        return whole


def _put(whole: JsonValue, path: tuple[str, ...], cell: str, root: JsonObject, head: str) -> JsonValue:
    """``whole`` with the cell's value at ``path``; what is missing on the way is made as the schema has it."""
    schema = schema_at(root, root)
    if not path:
        return typed_cell(cell, schema or {"type": "object"}, head)
    place = whole
    for step, after in zip(path, [*path[1:], None], strict=True):
        inner = step_into(schema, step, root)
        value: JsonValue = typed_cell(cell, inner, head) if after is None else [] if is_array(inner) else {}
        place, schema = _enter(place, step, value, head), inner
    return whole


def _enter(place: JsonValue, step: str, value: JsonValue, head: str) -> JsonValue:
    """The member or element that ``step`` names, made with ``value`` where there is none."""
    if isinstance(place, list):
        return _element(place, step, value, head)
    if not isinstance(place, dict):
        raise InvalidInput(head, "goes into a field that holds no object.")
    return place.setdefault(step, value)


def _element(place: list[JsonValue], step: str, value: JsonValue, head: str) -> JsonValue:
    if not step.isdecimal() or int(step) >= MOST_ELEMENTS:
        raise InvalidInput(head, f"“{step[:20]}” must be the number of an element, from 0.")
    if int(step) > len(place):
        raise InvalidInput(head, f"element {step} is given, but element {len(place)} is not.")
    if int(step) == len(place):
        place.append(value)
    return place[int(step)]
