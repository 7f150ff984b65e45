"""Errors of the HTTP routes as problem documents (RFC 9457, ``application/problem+json``); never a traceback."""

import json
import secrets
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from urllib.parse import quote

import structlog
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from domain.errors import (
    Conflict,
    DatabaseAway,
    InvalidInput,
    NotFound,
    PointsmanError,
    ScopeMissing,
    TemporalAway,
    Unauthenticated,
)

MEDIA_TYPE = "application/problem+json"
RETRY_SECONDS = 5
_log = structlog.get_logger(__name__)
_EXPECTED: Mapping[type[PointsmanError], tuple[int, str]] = {
    NotFound: (404, "not-found"),
    InvalidInput: (422, "invalid-request"),
    Unauthenticated: (401, "unauthenticated"),
    ScopeMissing: (403, "scope-missing"),
    Conflict: (503, "busy"),
    DatabaseAway: (503, "database-away"),
    TemporalAway: (503, "temporal-away"),
}


class Problem(Exception):
    """What went wrong, as it is answered: ``kind`` makes its ``type``, ``members`` are beside the standard ones.

    ``errors`` are the faults of the request one by one; ``retry_after`` is in seconds.
    """

    def __init__(
        self,
        status: int,
        kind: str,
        detail: str,
        *,
        errors: Sequence[Mapping[str, str]] = (),
        members: Mapping[str, str | None] | None = None,
        headers: Mapping[str, str] | None = None,
        retry_after: int | None = None,
        instance: str | None = None,
    ) -> None:
        self.status, self.kind, self.detail, self.instance = status, kind, detail, instance
        self.errors, self.members, self.headers = errors, dict(members or {}), dict(headers or {})
        if retry_after is not None:
            self.headers["Retry-After"] = str(retry_after)
        super().__init__(detail)


def answer_problem(request: Request, error: Exception) -> Response:
    """The answer that tells ``error``; what nobody expected is logged under the incident number that it names."""
    problem = problem_of(error)
    body = {
        "type": f"urn:pointsman:problem:{problem.kind}",
        "title": problem.kind.replace("-", " ").capitalize().replace("json", "JSON"),
        "status": problem.status,
        "detail": problem.detail,
        "instance": problem.instance or quote(request.scope["path"]),
        **problem.members,
        **({"errors": [dict(each) for each in problem.errors]} if problem.errors else {}),
    }
    headers = {"Cache-Control": "no-store", **problem.headers}
    return Response(json.dumps(body), problem.status, headers=headers, media_type=MEDIA_TYPE)


def problem_of(error: Exception) -> Problem:
    """What is answered for ``error``."""
    if isinstance(error, Problem):
        return error
    if isinstance(error, RequestValidationError):
        return _invalid(error)
    if isinstance(error, HTTPException):
        status = HTTPStatus(error.status_code)
        return Problem(
            status, status.phrase.lower().replace(" ", "-"), _DETAILS.get(status, error.detail), headers=error.headers
        )
    if isinstance(error, PointsmanError):
        return _expected(error)
    incident = secrets.token_hex(4)
    _log.error("incident", incident=incident, exc_info=error)
    return Problem(500, "incident", f"Something went wrong on our side; tell the operators incident {incident}.")


_DETAILS = {
    HTTPStatus.NOT_FOUND: "There is nothing under this address. What there is stands in /api/v1/openapi.json.",
    HTTPStatus.METHOD_NOT_ALLOWED: "This address does not take this method; the header Allow names what it takes.",
}


def _expected(error: PointsmanError) -> Problem:
    status, kind = _EXPECTED.get(type(error), (422, "refused"))
    headers, errors = {}, []
    if isinstance(error, Unauthenticated):
        headers["WWW-Authenticate"] = 'Bearer realm="pointsman", error="invalid_token"'
    if isinstance(error, ScopeMissing):
        headers["WWW-Authenticate"] = f'Bearer realm="pointsman", error="insufficient_scope", scope="{error.scope}"'
    if isinstance(error, InvalidInput):
        errors.append({"parameter": error.where, "detail": error.what})
    return Problem(
        status, kind, str(error), errors=errors, headers=headers, retry_after=RETRY_SECONDS if status == 503 else None
    )


def _invalid(error: RequestValidationError) -> Problem:
    errors = [_fault(each["loc"], each["msg"]) for each in error.errors()]
    first = errors[0]
    more = f" And {len(errors) - 1} more." if len(errors) > 1 else ""
    where = first.get("pointer") or first.get("parameter")
    return Problem(422, "invalid-request", f"{where}: {first['detail']}.{more}", errors=errors)


def _fault(place: Sequence[str | int], message: str) -> dict[str, str]:
    """A fault of the body with a JSON Pointer as a URI fragment (RFC 6901), of anything else with the name of it."""
    part, *path = place
    if part == "body":
        return {"pointer": pointer(*path), "detail": message}
    return {"parameter": str(path[0]), "detail": message}


def pointer(*path: str | int) -> str:
    """``#/entity/id`` of ``entity`` and ``id``."""
    return "#" + "".join(f"/{str(step).replace('~', '~0').replace('/', '~1')}" for step in path)
