"""GET /api/v1/executions: the list with its filters, one execution, and its family."""

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import AwareDatetime
from starlette.requests import Request
from starlette.responses import Response

from api.problems import Problem
from api.v1.door import ApiRoute
from api.v1.shapes import Cursor, Limit, Shape, answer, described, links
from domain.vocabulary import EntityType, ExecutionKind, ExecutionStatus, Origin, RuntimeStatus, Scope
from services.get_execution import get_execution
from services.get_tree import get_tree
from services.list_executions import ExecutionFilter, list_executions

router = APIRouter(route_class=ApiRoute)
_Id = Annotated[str | None, Query(max_length=200)]


class Execution(Shape):
    """One execution, as the list tells it. ``runtimeStatus`` is what Temporal said last."""

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
    """One page, newest first; ``older`` and ``newer`` are the cursors of the pages beside it."""

    items: list[Execution]
    older: str | None
    newer: str | None


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
    created_from: AwareDatetime | None = None,
    created_before: AwareDatetime | None = None,
    text: Annotated[str, Query(min_length=3, max_length=200, description="Part of a name, or a whole id.")]
    | None = None,
    roots_only: Annotated[bool, Query(description="Leave out what another execution started.")] = False,
    older_than: Cursor = None,
    newer_than: Cursor = None,
    limit: Limit = 50,
) -> Response:
    """Executions that meet every condition, newest first."""
    if older_than and newer_than:
        raise Problem(422, "invalid-request", "Name older_than or newer_than, not both.")
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
    )
    page = list_executions(where, older_than=older_than, newer_than=newer_than, size=limit)
    found = Executions(items=[Execution.model_validate(row) for row in page.rows], older=page.older, newer=page.newer)
    older = {"older_than": page.older} if page.older else None
    newer = {"newer_than": page.newer} if page.newer else None
    return answer(found, headers=links(request, next=older, prev=newer))


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
