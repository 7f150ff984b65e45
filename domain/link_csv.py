"""Links and entities as people write them in a spreadsheet."""

from dataclasses import dataclass

from domain.csv_reading import CsvRecord, read_csv
from domain.errors import InvalidInput
from domain.json_values import check_text
from domain.vocabulary import EntityType

LINK_HEAD = ("entity_type", "entity_id", "template", "template_id", "enabled", "input_expression")
YES, NO = frozenset({"yes", "true", "1"}), frozenset({"no", "false", "0"})
_LONGEST_ID = 200


@dataclass(frozen=True)
class LinkLine:
    """A link as one line of a file asks for it; ``problem`` says why it cannot be read.

    ``template`` is an id where ``is_id``, else a name. ``enabled`` None and ``expression`` None leave what holds.
    """

    line: int
    entity_type: EntityType | None
    entity_id: str
    template: str
    is_id: bool
    enabled: bool | None
    expression: str | None
    problem: str | None = None


def read_links(content: bytes) -> list[LinkLine]:
    """The links that a file asks for, by its columns entity_type, entity_id, and template or template_id.

    A cell of ``enabled`` or ``input_expression`` that is empty, or not there, asks for no change. Raises: InvalidInput
    for what is no such file at all.
    """
    rows = read_csv(content).records(LINK_HEAD[:2], LINK_HEAD[2:])
    if not {"template", "template_id"} & rows[0].cells.keys():
        raise InvalidInput("file", "lacks the column template (a name) or template_id.")
    return [_link(row) for row in rows]


def read_entities(content: bytes) -> dict[tuple[EntityType, str], str | None]:
    """Entities with their names, by the columns entity_type, entity_id and (if there) name.

    Raises: InvalidInput with the line that is wrong.
    """
    found: dict[tuple[EntityType, str], str | None] = {}
    for row in read_csv(content).records(("entity_type", "entity_id"), ("name",)):
        try:
            kind, name = _kind(row.cells["entity_type"]), row.cells.get("name", "")
            check_text(name, "name")
            found[kind, _entity_id(row)] = name[:200] or None
        except InvalidInput as error:
            raise InvalidInput(f"line {row.line}, {error.where}", error.what) from None
    return found


def _link(row: CsvRecord) -> LinkLine:
    key = row.cells.get("template_id", "")
    template, expression = key or row.cells.get("template", ""), row.cells.get("input_expression", "")
    kind, enabled, problem = None, None, None
    try:
        kind, enabled = _kind(row.cells["entity_type"]), _switch(row.cells.get("enabled", ""))
        _entity_id(row)
        if not template:
            raise InvalidInput("template", "is missing.")
        for text in (template, expression):
            check_text(text, "text")
    except InvalidInput as error:
        problem = str(error)
    return LinkLine(row.line, kind, row.cells["entity_id"], template, bool(key), enabled, expression or None, problem)


def _kind(text: str) -> EntityType:
    word = text.upper().replace(" ", "_")
    if word not in set(EntityType):
        raise InvalidInput("entity_type", f"is “{text[:60]}”, not {' or '.join(EntityType)}.")
    return EntityType(word)


def _entity_id(row: CsvRecord) -> str:
    key = row.cells["entity_id"]
    check_text(key, "entity_id")
    if not 0 < len(key) <= _LONGEST_ID:
        raise InvalidInput("entity_id", f"must have 1 to {_LONGEST_ID} characters.")
    return key


def _switch(text: str) -> bool | None:
    word = text.lower()
    if word and word not in YES | NO:
        raise InvalidInput("enabled", f"is “{text[:60]}”, not yes or no.")
    return word in YES if word else None
