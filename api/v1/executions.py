"""GET /api/v1/executions: the list with its filters, one execution, and its family."""

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import AwareDatetime, BeforeValidator
from starlette.requests import Request
from starlette.responses import Response

from api.v1.door import ApiRoute
from api.v1.shapes import Limit, Page, Shape, answer, described, links
from domain.errors import InvalidInput
from domain.json_values import parse_object
from domain.vocabulary import EntityType, ExecutionKind, ExecutionStatus, Origin, RuntimeStatus, Scope
from services.get_execution import get_execution
from services.get_tree import get_tree
from services.list_executions import ExecutionFilter, ExecutionPage, list_executions

router = APIRouter(route_class=ApiRoute)
OLDER, NEWER = "older_than", "newer_than"
_Id = Annotated[str | None, Query(max_length=200)]


def _written_out(value: object) -> object:
    """Refuse a bare number, which Pydantic takes for seconds since 1970."""
    if isinstance(value, str) and "T" not in value.upper():
        raise ValueError("write a date, a time and an offset, such as 2026-11-29T13:00:00Z")
    return value


Moment = Annotated[AwareDatetime, BeforeValidator(_written_out)]


class Execution(Shape):
    """One execution, as the list tells it. ``runtimeStatus`` is what Temporal said last, ``waitingSince`` is when the
    oldest open human task was opened, null when none is open."""

    id: str
    name: str
    status: ExecutionStatus
    runtime_status: RuntimeStatus | None
    template_id: str
    template_name: str
    version_id: str
    version: str
    created_at: datetime
    started_at: datetime | None
    closed_at: datetime | None
    waiting_since: datetime | None
    origin: Origin | None
    kind: ExecutionKind | None
    started_by: str | None
    parent_id: str | None
    root_id: str | None


class ExecutionInFull(Execution):
    """One execution with all that is stored of it; null where the backend made it itself."""

    reason: str | None
    context: dict[str, Any] | None
    input: Any
    failure: dict[str, Any] | None
    run_id: str | None
    observed_at: datetime | None
    next_attempt_at: datetime | None
    start_attempts: int | None
    delivery_id: str | None
    entity_type: EntityType | None
    entity_id: str | None
    service_request_id: str | None
    task_group_id: str | None
    is_drifting: bool


class Executions(Shape):
    """One page, newest first; ``next`` (older) and ``previous`` (newer) name the pages beside it."""

    items: list[Execution]
    next: str | None
    previous: str | None


class Member(Shape):
    """One execution of a family."""

    id: str
    parent_id: str | None
    name: str
    status: ExecutionStatus
    runtime_status: RuntimeStatus | None
    template_name: str
    version: str
    created_at: datetime
    closed_at: datetime | None


class Tree(Shape):
    """A family, its oldest member first; ``total`` counts also those beyond the first 5,000."""

    root_id: str
    members: list[Member]
    total: int


@router.get("/executions", response_model=Executions, summary="List executions", **described(Scope.READ))
def get_executions(
    request: Request,
    status: Annotated[list[ExecutionStatus], Query(description="May come several times.")] = [],  # noqa: B006
    runtime_status: RuntimeStatus | None = None,
    template_id: _Id = None,
    version_id: _Id = None,
    origin: Origin | None = None,
    kind: ExecutionKind | None = None,
    created_from: Moment | None = None,
    created_before: Moment | None = None,
    text: Annotated[str, Query(min_length=3, max_length=200, description="Part of a name, or a whole id.")]
    | None = None,
    roots_only: Annotated[bool, Query(description="Leave out what another execution started.")] = False,
    customer_id: Annotated[str | None, Query(max_length=200, description="`customerId` of the context.")] = None,
    subscription_id: Annotated[
        str | None, Query(max_length=200, description="`subscriptionId` of the context.")
    ] = None,
    service_request_id: _Id = None,
    entity_type: EntityType | None = None,
    entity_id: _Id = None,
    started_by: _Id = None,
    parent_id: _Id = None,
    root_id: _Id = None,
    failure_type: _Id = None,
    drifting: Annotated[bool, Query(description="Status and runtime status disagree.")] = False,
    waiting: Annotated[bool, Query(description="A human task is open.")] = False,
    not_recovered: Annotated[bool, Query(description="Failed, and no later success for the same.")] = False,
    contains: Annotated[str | None, Query(max_length=4000, description="A JSON object in context or input.")] = None,
    page: Page = None,
    limit: Limit = 50,
) -> Response:
    """Executions that meet every condition, newest first."""
    where = ExecutionFilter(
        statuses=tuple(status),
        runtime_status=runtime_status,
        template_id=template_id,
        version_id=version_id,
        origin=origin,
        kind=kind,
        created_from=created_from,
        created_before=created_before,
        text=text or "",
        roots_only=roots_only,
        customer_id=customer_id,
        subscription_id=subscription_id,
        service_request_id=service_request_id,
        entity_type=entity_type,
        entity_id=entity_id,
        started_by=started_by,
        parent_id=parent_id,
        root_id=root_id,
        failure_type=failure_type,
        drifting=drifting,
        waiting=waiting,
        not_recovered=not_recovered,
        contains=parse_object(contains, "contains") if contains else None,
    )
    listed = _listed(where, page, limit)
    found = Executions(
        items=[Execution.model_validate(row) for row in listed.rows],
        next=f"{OLDER}.{listed.older}" if listed.older else None,
        previous=f"{NEWER}.{listed.newer}" if listed.newer else None,
    )
    return answer(found, headers=links(request, found.next, found.previous))


def _listed(where: ExecutionFilter, page: str | None, limit: int) -> ExecutionPage:
    direction, _, cursor = (page or "").partition(".")
    if page is None:
        return list_executions(where, size=limit)
    if direction == OLDER:
        return list_executions(where, older_than=cursor, size=limit)
    if direction == NEWER:
        return list_executions(where, newer_than=cursor, size=limit)
    raise InvalidInput("page", "this is no page of the list. Go back to the first page.")


@router.get(
    "/executions/{execution_id}", response_model=ExecutionInFull, summary="One execution", **described(Scope.READ, 404)
)
def get_one_execution(execution_id: str) -> Response:
    """One execution, with its input, its context and why it failed."""
    return answer(ExecutionInFull.model_validate(get_execution(execution_id)))


@router.get("/executions/{execution_id}/tree", response_model=Tree, summary="Its family", **described(Scope.READ, 404))
def get_family(execution_id: str) -> Response:
    """The whole family that the execution belongs to, from its root."""
    return answer(Tree.model_validate(get_tree(execution_id)))
