"""The shapes that several answers of the API share. Names are camelCase on the wire; times are UTC (RFC 3339)."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import Query
from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel
from starlette.datastructures import URL
from starlette.requests import Request
from starlette.responses import Response

from api.problems import MEDIA_TYPE
from api.v1.door import needs
from domain.vocabulary import Scope

NO_STORE = {"Cache-Control": "no-store"}


class Shape(BaseModel):
    """What the API tells; made from the dataclasses of the services."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, from_attributes=True)


class Fault(BaseModel):
    """One fault of a request: where (a JSON Pointer into the body, or a parameter), and what is wrong."""

    pointer: str | None = None
    parameter: str | None = None
    detail: str


class ProblemShape(BaseModel):
    """A problem document (RFC 9457); some have further members."""

    model_config = ConfigDict(title="Problem", extra="allow")

    type: str = Field(examples=["urn:pointsman:problem:not-found"])
    title: str
    status: int
    detail: str
    instance: str
    errors: list[Fault] = []


Limit = Annotated[int, Query(ge=1, le=200, description="How many at most.")]
Page = Annotated[str | None, Query(max_length=500, description="`next` or `previous` of an earlier answer.")]


def answer(shape: BaseModel, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """The answer that tells ``shape``; nobody keeps it, as it may be another one in a moment."""
    text = shape.model_dump_json(by_alias=True)
    return Response(text, status, headers={**NO_STORE, **(headers or {})}, media_type="application/json")


def links(request: Request, next_page: str | None, previous: str | None = None) -> dict[str, str]:
    """The header ``Link`` (RFC 8288) to the pages beside this one, where there are any."""
    found = []
    for relation, page in (("next", next_page), ("prev", previous)):
        if page is not None:
            url = URL(scope=request.scope).include_query_params(page=page)
            found.append(f'<{url.path}?{url.query}>; rel="{relation}"')
    return {"Link": ", ".join(found)} if found else {}


def described(scope: Scope, *statuses: int) -> dict[str, Any]:
    """The options of a route that needs ``scope``, with the problems that it may answer beside those of every route."""
    return {
        "openapi_extra": needs(scope),
        "responses": {status: _problem(status) for status in sorted({*_ALWAYS, *statuses})},
    }


def header(name: str, words: str) -> dict[str, Any]:
    """The part of the document that describes a header of an answer."""
    return {"headers": {name: {"description": words, "schema": {"type": "string"}}}}


def _problem(status: int) -> dict[str, Any]:
    schema = {"$ref": "#/components/schemas/Problem"}
    told = {"description": _WORDS[status], "content": {MEDIA_TYPE: {"schema": schema}}}
    return told | (header("Retry-After", "Seconds until it is worth while.") if status in _PASSING else {})


_PASSING = (429, 503)
_ALWAYS = (401, 403, 422, 429, 500, 503)
_WORDS = {
    400: "The body is no JSON",
    401: "No token, or none that holds",
    403: "The token lacks the scope",
    404: "There is no such thing",
    409: "The key was used for another request",
    413: "The body is too large",
    415: "The body is not told to be JSON",
    422: "The request has faults",
    429: "Too many requests",
    500: "A fault of Pointsman",
    503: "PostgreSQL is away, or too much is asked at once",
}
