"""Where the operations of an OpenAPI document are served."""

import re
from urllib.parse import urljoin, urlsplit

from domain.json_types import JsonObject
from runtime.calls.openapi_documents import Document

_VARIABLE = re.compile(r"\{([^{}]+)\}")


def server_of(document: Document, item: JsonObject, operation: JsonObject) -> str:
    """The base of an operation's URI: the first server that is named nearest to it. Raises: Fault.

    Relative addresses are taken from the document's own; variables have their defaults (OpenAPI 3.1 section 4.8.5).
    """
    if document.is_old:
        return _old_server(document, operation)
    owners = (operation, item, document.root)
    server = next((listed[0] for owner in owners if (listed := document.members(owner, "servers"))), {})
    variables = document.member(server, "variables")

    def default_of(match: re.Match[str]) -> str:
        default = document.member(variables, match[1]).get("default")
        if not isinstance(default, str):
            raise document.wrong(f"gives no default for the variable “{match[1]}” of its server.")
        return default

    return urljoin(document.uri, _VARIABLE.sub(default_of, str(server.get("url", "/"))))


def _old_server(document: Document, operation: JsonObject) -> str:
    """OpenAPI 2.0: ``schemes``, ``host`` and ``basePath``, each with the document's own as the default."""
    own = urlsplit(document.uri)
    schemes = operation.get("schemes", document.root.get("schemes"))
    listed = [each for each in schemes if each in ("https", "http")] if isinstance(schemes, list) else []
    scheme = "https" if "https" in listed else str(listed[0]) if listed else own.scheme
    host = document.root.get("host") or own.netloc
    return f"{scheme}://{host}{document.root.get('basePath') or ''}"
