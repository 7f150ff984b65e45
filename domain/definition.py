"""What every definition must be, whatever its dialect."""

from domain.errors import InvalidDefinition, InvalidInput
from domain.json_schemas import InvalidSchema
from domain.json_schemas import schema_problems as problems_by_schema
from domain.json_types import JsonObject, JsonValue
from domain.json_values import MAX_DEFINITION_BYTES, as_object, check_json
from domain.open_workflow import problems_of
from domain.vocabulary import Format


def check_storable(definition: JsonValue) -> JsonObject:
    """Return ``definition`` as an object that can be kept as a draft. Raises: InvalidInput."""
    found = as_object(definition, "definition")
    check_json(found, "definition", MAX_DEFINITION_BYTES)
    return found


def check_publishable(
    definition: JsonValue, version: str, dialect: Format, schema: JsonObject | None = None
) -> JsonObject:
    """Return ``definition`` when it may be published as ``version``. Raises: InvalidInput, InvalidDefinition."""
    found = check_storable(definition)
    problems = _open_workflow(found, version) if dialect is Format.OPEN_WORKFLOW else schema_problems(found, schema)
    if problems:
        raise InvalidDefinition(tuple(problems))
    return found


def check_input(value: JsonValue, definition: JsonObject) -> None:
    """Hold a workflow input against the definition's ``input.schema``. Raises: InvalidInput."""
    check_json(value, "input")
    problems = schema_problems(value, input_schema(definition))
    if problems:
        told = "; ".join(f"{pointer or 'the whole input'}: {message}" for pointer, message in problems[:5])
        raise InvalidInput("input", f"does not fit the input schema of this version. {told}.")


def input_schema(definition: JsonObject) -> JsonObject | None:
    """The JSON Schema of the workflow input (``input.schema.document``), where there is one."""
    stanza = definition.get("input")
    schema = stanza.get("schema") if isinstance(stanza, dict) else None
    document = schema.get("document") if isinstance(schema, dict) else None
    return document if isinstance(document, dict) else None


def schema_problems(value: JsonValue, schema: JsonObject | None) -> list[tuple[str, str]]:
    """Every (JSON Pointer, sentence) by which ``value`` breaks a JSON Schema; none where there is no schema."""
    if schema is None:
        return []
    try:
        return problems_by_schema(value, schema)
    except InvalidSchema as error:
        return [("", str(error))]


def _open_workflow(definition: JsonObject, version: str) -> list[tuple[str, str]]:
    problems = [(problem.pointer, problem.message) for problem in problems_of(definition)]
    document = definition.get("document")
    named = document.get("version") if isinstance(document, dict) else None
    if isinstance(named, str) and named != version:
        problems.append(("/document/version", f"says {named}, but this version is {version}. Make them equal."))
    return problems


def with_document_version(definition: JsonObject, version: str) -> JsonObject:
    """A copy of an Open Workflow definition whose ``document.version`` is ``version``; others as they are."""
    document = definition.get("document")
    if not isinstance(document, dict) or "version" not in document:
        return definition
    return {**definition, "document": {**document, "version": version}}
