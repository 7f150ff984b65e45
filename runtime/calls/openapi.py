"""``call: openapi``: the request that an operation of an OpenAPI document (2.0, 3.0, 3.1) describes."""

from collections.abc import Callable
from dataclasses import dataclass

from domain.faults import FaultKind
from domain.json_types import JsonObject, JsonValue
from runtime.call_contracts import Credentials, HttpRequest, SecretScope
from runtime.calls.arguments import Arguments
from runtime.calls.credentials import credentials_of
from runtime.calls.openapi_bodies import Body, body_of
from runtime.calls.openapi_documents import Document
from runtime.calls.openapi_parameters import Parameter, parameters_of, placed
from runtime.calls.openapi_servers import server_of

_METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")


@dataclass(frozen=True)
class OpenApiCall:
    """The arguments of a ``call: openapi``; ``document`` is where its document is to be got."""

    document: HttpRequest
    operation_id: str
    parameters: JsonObject
    credentials: Credentials | None
    accept_redirect: bool
    output: str
    secrets: SecretScope | None


@dataclass(frozen=True)
class Operation:
    """An operation where it stands in its document."""

    document: Document
    path: str
    method: str
    item: JsonObject
    stanza: JsonObject


def openapi_call(
    arguments: Arguments,
    given: JsonObject,
    secrets: SecretScope | None,
    resolved: Callable[[JsonValue], JsonValue],
) -> OpenApiCall:
    """Read the arguments (specification: *OpenAPI Call*); ``resolved`` puts secrets into parameters. Raises: Fault."""
    parameters = resolved(arguments.object(given.get("parameters"), "parameters"))
    document = given.get("document")
    endpoint = document.get("endpoint") if isinstance(document, dict) else None
    uri, authentication = arguments.endpoint(endpoint, "document.endpoint")
    return OpenApiCall(
        document=HttpRequest(
            "GET",
            uri,
            headers={"Accept": "application/json, application/yaml;q=0.9, */*;q=0.5"},
            reference=arguments.reference,
            credentials=credentials_of(arguments, authentication),
            secrets=secrets,
        ),
        operation_id=arguments.text(given.get("operationId"), "operationId"),
        parameters=parameters if isinstance(parameters, dict) else {},
        credentials=credentials_of(arguments, given.get("authentication")),
        accept_redirect=arguments.filled(given.get("redirect")) is True,
        output=arguments.output(given),
        secrets=secrets,
    )


def operation_in(document: Document, operation_id: str) -> Operation:
    """Find an operation by its id. Raises: Fault."""
    paths = document.member(document.root, "paths")
    for path, item in paths.items():
        found = document.resolved(item)
        for method in _METHODS:
            stanza = found.get(method) if isinstance(found, dict) else None
            if isinstance(found, dict) and isinstance(stanza, dict) and stanza.get("operationId") == operation_id:
                return Operation(document, path, method, found, stanza)
    raise document.wrong(f"has no operation “{operation_id}”.")


def operation_request(call: OpenApiCall, operation: Operation) -> HttpRequest:
    """The request: each parameter where the document says it belongs. Raises: Fault."""
    document, known = operation.document, parameters_of(operation.document, operation.item, operation.stanza)
    placeable = {each.name for each in known}
    rest = {name: value for name, value in call.parameters.items() if name not in placeable}
    body = body_of(document, operation.stanza, known, rest, call.parameters)
    _refuse_misfits(call, document, known, body)
    sent = placed(document, operation.path, [(each, call.parameters.get(each.name)) for each in known])
    base = server_of(document, operation.item, operation.stanza)
    return HttpRequest(
        method=operation.method.upper(),
        uri=base.rstrip("/") + sent.path + ("?" + "&".join(sent.query) if sent.query else ""),
        headers={**sent.headers, **({"Content-Type": body.media_type} if body.media_type else {})},
        body=body.value,
        accept_redirect=call.accept_redirect,
        reference=document.reference,
        output=call.output,
        credentials=call.credentials,
        secrets=call.secrets,
    )


def _refuse_misfits(call: OpenApiCall, document: Document, known: list[Parameter], body: Body) -> None:
    allowed = [each.name for each in known] + body.names
    unknown = next((name for name in call.parameters if name not in allowed), None)
    if unknown is not None:
        told = f"has no parameter “{unknown}” in “{call.operation_id}”. Parameters: {', '.join(allowed) or 'none'}."
        raise document.wrong(told, FaultKind.VALIDATION)
    missing = [each.name for each in known if each.required and call.parameters.get(each.name) is None]
    missing += [name for name in body.required if name not in call.parameters]
    if missing:
        told = f"requires the parameter “{missing[0]}” for “{call.operation_id}”."
        raise document.wrong(told, FaultKind.VALIDATION)
