"""What every definition must be, whatever its dialect."""

from domain.errors import InvalidDefinition, InvalidInput
from domain.findings import Finding, Rule, error
from domain.json_schemas import InvalidSchema, SchemaTooCostly
from domain.json_schemas import schema_problems as problems_by_schema
from domain.json_types import JsonObject, JsonValue
from domain.json_values import MAX_DEFINITION_BYTES, as_object, check_json
from domain.open_workflow.check import check
from domain.open_workflow.compiling import Compile
from domain.open_workflow.subflows import Find
from domain.vocabulary import Format


def check_storable(definition: JsonValue) -> JsonObject:
    """Return ``definition`` as an object that can be kept as a draft. Raises: InvalidInput."""
    found = as_object(definition, "definition")
    check_json(found, "definition", MAX_DEFINITION_BYTES)
    return found


def findings_of(
    definition: JsonValue,
    version: str,
    dialect: Format,
    schema: JsonObject | None = None,
    *,
    compiled: Compile | None = None,
    find: Find | None = None,
) -> list[Finding]:
    """What stands between ``definition`` and its publication as ``version``, and what its author should look at.

    ``compiled`` and ``find`` are those of domain.open_workflow.check. Raises: InvalidInput for what cannot even be kept
    as a draft.
    """
    found = check_storable(definition)
    if dialect is Format.CUSTOM:
        return [error(Rule.SHAPE, pointer, message) for pointer, message in schema_problems(found, schema)]
    return [*_version(found, version), *check(found, compiled=compiled, find=find)]


def check_publishable(
    definition: JsonValue,
    version: str,
    dialect: Format,
    schema: JsonObject | None = None,
    *,
    compiled: Compile | None = None,
    find: Find | None = None,
) -> JsonObject:
    """Return ``definition`` when it may be published as ``version``. Raises: InvalidInput, InvalidDefinition."""
    findings = findings_of(definition, version, dialect, schema, compiled=compiled, find=find)
    problems = tuple((each.pointer, each.sentence) for each in findings if each.is_error)
    if problems:
        raise InvalidDefinition(problems)
    return as_object(definition, "definition")


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
    except (InvalidSchema, SchemaTooCostly) as trouble:
        return [("", str(trouble))]


def with_document_version(definition: JsonObject, version: str) -> JsonObject:
    """A copy of an Open Workflow definition whose ``document.version`` is ``version``; others as they are."""
    document = definition.get("document")
    if not isinstance(document, dict) or "version" not in document:
        return definition
    return {**definition, "document": {**document, "version": version}}


def _version(definition: JsonObject, version: str) -> list[Finding]:
    document = definition.get("document")
    named = document.get("version") if isinstance(document, dict) else None
    if not isinstance(named, str) or named == version:
        return []
    message = f"says {named}, but this version is {version}. Make them equal."
    return [error(Rule.VALUE, "/document/version", message)]
