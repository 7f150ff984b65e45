"""The activity of ``call: openapi``: gets the document, finds the operation, calls it."""

import time
from collections import OrderedDict
from threading import Lock
from typing import cast

from temporalio import activity

from domain.faults import FaultKind, fault
from domain.json_types import JsonObject
from domain.sources import Unreadable, read_source
from runtime.activities.calling import called, exchanged, performed
from runtime.activities.deferring import arguments_of
from runtime.call_contracts import CALL_OPENAPI, HttpRequest, HttpResponse, ServiceCall
from runtime.calls.openapi import openapi_call, operation_in, operation_request
from runtime.calls.openapi_documents import Document
from runtime.calls.secrets import Values

KEPT_SECONDS = 60.0
LARGEST_DOCUMENT = 4 * 1024 * 1024
_MOST_KEPT = 16


class Kept:
    """Documents that were read a short while ago, by address. One that was got with credentials is never kept."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._documents: OrderedDict[str, tuple[float, JsonObject]] = OrderedDict()

    def get(self, uri: str) -> JsonObject | None:
        """The document, unless it is too old."""
        with self._lock:
            read_at, root = self._documents.get(uri, (float("-inf"), {}))
        return root if time.monotonic() - read_at < KEPT_SECONDS else None

    def keep(self, uri: str, root: JsonObject) -> None:
        """Remember a document; the one that was read first is forgotten."""
        with self._lock:
            self._documents.pop(uri, None)
            self._documents[uri] = (time.monotonic(), root)
            while len(self._documents) > _MOST_KEPT:
                self._documents.popitem(last=False)


_kept = Kept()


@activity.defn(name=CALL_OPENAPI, no_thread_cancel_exception=True)
def call_openapi(call: ServiceCall) -> HttpResponse:
    """Call an operation of an OpenAPI document.

    Raises: ApplicationError of type ``fault``, as for HTTP calls; of type *configuration* when the document cannot be
    used or has no such operation, *validation* when the parameters do not fit it.
    """
    return performed(call.secrets, call.reference, lambda values: _call(call, values))


def _call(call: ServiceCall, values: Values) -> HttpResponse:
    wanted = openapi_call(arguments_of(call, values), call.arguments, call.secrets, values.resolved)
    document = Document(_document(wanted.document, values), wanted.document.uri, call.reference)
    return called(operation_request(wanted, operation_in(document, wanted.operation_id)), values)


def _document(request: HttpRequest, values: Values) -> JsonObject:
    root = _kept.get(request.uri) if request.credentials is None else None
    if root is None:
        root = _read(request, values)
        if request.credentials is None:
            _kept.keep(request.uri, root)
    return root


def _read(request: HttpRequest, values: Values) -> JsonObject:
    text = exchanged(request, values, LARGEST_DOCUMENT).raw.decode(errors="replace")
    try:
        root = read_source(text, "document").value
    except Unreadable as error:
        raise _unusable(request, f"is neither JSON nor YAML: {error.what}") from None
    version = str(root.get("openapi", root.get("swagger"))) if isinstance(root, dict) else ""
    if not version.startswith(("2.0", "3.0", "3.1")):
        raise _unusable(request, "is no OpenAPI document of the versions 2.0, 3.0 and 3.1.")
    return cast(JsonObject, root)


def _unusable(request: HttpRequest, sentence: str) -> Exception:
    return fault(FaultKind.CONFIGURATION, request.reference, f"The document {request.uri} {sentence}")
