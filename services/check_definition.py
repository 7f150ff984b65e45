"""What stands between a definition and its publication."""

from domain.definition import check_publishable
from domain.errors import InvalidDefinition
from domain.json_types import JsonValue
from services._versions import settings_of
from storage.database import reading


def check_definition(template_id: str, definition: JsonValue, version: str) -> tuple[tuple[str, str], ...]:
    """Every (JSON Pointer, sentence) for which ``definition`` could not be published as ``version``.

    Raises: InvalidInput for what cannot even be kept as a draft.
    """
    with reading() as session:
        setting = settings_of(session, template_id)
        dialect, schema = setting.format, setting.definition_schema
    try:
        check_publishable(definition, version, dialect, schema)
    except InvalidDefinition as error:
        return error.problems
    return ()
