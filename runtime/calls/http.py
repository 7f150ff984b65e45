"""``call: http``: the request that its arguments describe (specification: *HTTP Call*)."""

import re

from domain.json_types import JsonObject, JsonValue
from runtime.call_contracts import HttpRequest, SecretScope
from runtime.calls.arguments import Arguments, plain
from runtime.calls.credentials import credentials_of

REPEATABLE = ("GET", "HEAD", "OPTIONS")
"""Methods that change nothing: only these are sent again when a worker was lost (RFC 9110 section 9.2.1)."""
_METHOD = re.compile(r"[A-Z]{1,20}", re.ASCII)


def http_request(arguments: Arguments, given: JsonObject, secrets: SecretScope | None = None) -> HttpRequest:
    """Work out the request. Raises: Fault."""
    uri, authentication = arguments.endpoint(given.get("endpoint"), "endpoint")
    return HttpRequest(
        method=method_of(arguments, given.get("method")),
        uri=uri,
        headers=headers_of(arguments, given.get("headers")),
        query=query_of(arguments, given.get("query")),
        body=arguments.filled(given.get("body")),
        accept_redirect=arguments.filled(given.get("redirect")) is True,
        reference=arguments.reference,
        output=arguments.output(given),
        credentials=credentials_of(arguments, authentication),
        secrets=secrets,
    )


def method_of(arguments: Arguments, value: JsonValue) -> str:
    """The method in capitals. Raises: Fault."""
    method = arguments.text(value, "method").upper()
    if not _METHOD.fullmatch(method):
        raise arguments.wrong("method must be the name of an HTTP method.")
    return method


def headers_of(arguments: Arguments, value: JsonValue) -> dict[str, str]:
    """Headers by name; a list becomes one value with commas (RFC 9110 section 5.3). Raises: Fault."""
    return {
        name: ", ".join(_scalars(arguments, each, f"The header “{name}”"))
        for name, each in arguments.object(value, "headers").items()
    }


def query_of(arguments: Arguments, value: JsonValue) -> dict[str, str | list[str]]:
    """Query parameters by name; a list stands for one of the same name each. Raises: Fault."""
    found: dict[str, str | list[str]] = {}
    for name, each in arguments.object(value, "query").items():
        texts = _scalars(arguments, each, f"The query parameter “{name}”")
        found[name] = texts if isinstance(each, list) else texts[0]
    return found


def _scalars(arguments: Arguments, value: JsonValue, what: str) -> list[str]:
    listed = value if isinstance(value, list) else [value]
    if any(isinstance(each, dict | list) for each in listed):
        raise arguments.wrong(f"{what} must be a plain value or a list of plain values.")
    return [plain(each) for each in listed]
