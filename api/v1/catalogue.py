"""GET /api/v1/links, /templates and the versions of one: what would start, and of what."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from api.v1.door import ApiRoute
from api.v1.shapes import Limit, Page, Shape, answer, described, links
from domain.vocabulary import EntityType, Format, Scope, VersionStatus
from services.get_template import get_template
from services.list_links import LinkFilter, list_links
from services.list_templates import cursor_of_template, list_templates
from services.list_versions import list_versions

router = APIRouter(route_class=ApiRoute)
_Search = Annotated[str, Query(max_length=200)]


class Link(Shape):
    """One link; ``activeVersion`` is null while its template is off."""

    id: str
    entity_type: EntityType
    entity_id: str
    enabled: bool
    template_id: str
    template_name: str
    active_version: str | None
    last_fired_at: datetime | None


class Links(Shape):
    """One page, by entity; ``next`` names the one after it, null at the end."""

    items: list[Link]
    next: str | None


class Template(Shape):
    """One template; ``activeVersion`` is null while it is off."""

    id: str
    name: str
    description: str | None
    format: Format
    active_version_id: str | None
    active_version: str | None
    updated_at: datetime
    versions: int
    links: int
    last_execution_at: datetime | None


class Templates(Shape):
    """One page, by name; ``next`` names the one after it, null at the end."""

    items: list[Template]
    next: str | None


class Version(Shape):
    """One version; ``running`` counts up to 1,000 started executions."""

    id: str
    version: str
    status: VersionStatus
    is_active: bool
    note: str | None
    author: str | None
    published_by: str | None
    published_at: datetime | None
    created_at: datetime
    running: int


class Versions(Shape):
    """All versions of a template, the highest number first."""

    items: list[Version]


@router.get("/links", response_model=Links, summary="List links", **described(Scope.READ))
def get_links(
    request: Request,
    search: _Search = "",
    template_id: Annotated[str | None, Query(max_length=200)] = None,
    page: Page = None,
    limit: Limit = 50,
) -> Response:
    """Links by entity; ``search`` looks in entity ids and in the names of templates."""
    listed = list_links(LinkFilter(search=search, template_id=template_id), after=page, size=limit)
    found = Links(items=[Link.model_validate(row) for row in listed.rows], next=listed.after)
    return answer(found, headers=links(request, found.next))


@router.get("/templates", response_model=Templates, summary="List templates", **described(Scope.READ))
def get_templates(request: Request, search: _Search = "", page: Page = None, limit: Limit = 50) -> Response:
    """Templates by name; ``search`` looks in names, and takes a whole id."""
    rows = list_templates(search=search, after=page, limit=limit + 1)
    following = cursor_of_template(rows[limit - 1]) if len(rows) > limit else None
    found = Templates(items=[Template.model_validate(row) for row in rows[:limit]], next=following)
    return answer(found, headers=links(request, following))


@router.get(
    "/templates/{template_id}/versions",
    response_model=Versions,
    summary="The versions of a template",
    **described(Scope.READ, 404),
)
def get_versions(template_id: str) -> Response:
    """All versions of a template, without their definitions."""
    get_template(template_id)
    return answer(Versions(items=[Version.model_validate(row) for row in list_versions(template_id)]))
