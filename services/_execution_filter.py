"""What a list of executions is asked for, and the conditions that say so exactly."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, func, literal, or_, select, true
from sqlalchemy.dialects.postgresql import JSONB

from domain.errors import InvalidInput
from domain.json_types import JsonObject, JsonValue
from domain.vocabulary import EntityType, ExecutionKind, ExecutionStatus, Origin, RuntimeStatus
from storage.failure_tables import Failure
from storage.list_table import ListedExecution as Listed
from storage.own_tables import ExecutionRun
from storage.shared_tables import WorkflowExecution, utc_now

SHORTEST_SEARCH = 3
SHORTEST_ID = 20
Condition = ColumnElement[bool]
Row = type[Listed]
Build = Callable[[Row], Condition]
_CUT = 200
"""Texts of other systems are listed up to this length."""


@dataclass(frozen=True)
class ExecutionFilter:
    """Conditions that all must hold; an empty one holds always. Times are aware, ``created_before`` is exclusive.

    ``text`` is part of a name or a whole id; ``roots_only`` leaves children out, ``parent_id`` keeps the children of
    one execution, ``root_id`` all its descendants. ``took_from`` and ``took_below`` bound how long closed executions
    took, ``running_for`` how long started ones run already. ``contains`` is a JSON object that the context or the
    input contains. ``drifting``: status and runtime status disagree. ``waiting``: a human task of its own is open.
    ``not_recovered``: a root that failed, and that nothing has made good since (migration 12); ``failure_group``: one
    of those in a group of the recovery queue.
    """

    statuses: tuple[ExecutionStatus, ...] = ()
    runtime_status: RuntimeStatus | None = None
    template_id: str | None = None
    version_id: str | None = None
    origin: Origin | None = None
    kind: ExecutionKind | None = None
    created_from: datetime | None = None
    created_before: datetime | None = None
    text: str = ""
    roots_only: bool = False
    by_backend: bool = False
    started_by: str | None = None
    entity_type: EntityType | None = None
    entity_id: str | None = None
    service_request_id: str | None = None
    customer_id: str | None = None
    subscription_id: str | None = None
    parent_id: str | None = None
    root_id: str | None = None
    failure_type: str | None = None
    took_from: timedelta | None = None
    took_below: timedelta | None = None
    running_for: timedelta | None = None
    contains: JsonObject | None = None
    drifting: bool = False
    waiting: bool = False
    not_recovered: bool = False
    failure_group: str | None = None


EQUAL = (
    *("service_request_id", "parent_id", "root_id", "subscription_id", "customer_id", "entity_id", "failure_type"),
    *("version_id", "started_by", "template_id", "runtime_status", "origin", "entity_type", "kind"),
)
"""Fields of the filter that name a value of the column of the same name; those with the rarer values come first."""


def equalities(where: ExecutionFilter) -> dict[str, str]:
    """Column → value of every condition that asks for exactly one value, the rarer columns first."""
    asked = {name: getattr(where, name) for name in EQUAL}
    found = {name: str(value)[:_CUT] for name, value in asked.items() if value is not None}
    if len(where.statuses) == 1:
        found["status"] = where.statuses[0].value
    return found


def conditions(where: ExecutionFilter) -> dict[str, Build]:
    """Every condition by its name, as what makes it for a row of the list."""
    equal = {name: _equal(name, value) for name, value in equalities(where).items()}
    if where.kind is ExecutionKind.TEST:
        equal["tests"] = equal.pop("kind")
    return {**equal, **_others(where)}


def _equal(column: str, value: str) -> Build:
    def build(row: Row) -> Condition:
        found: Condition = getattr(row, column) == value
        return found

    return build


def _others(where: ExecutionFilter) -> dict[str, Build]:
    asked: dict[str, tuple[object, Build]] = {
        "created_from": (where.created_from, lambda row: row.created_at >= where.created_from),
        "created_before": (where.created_before, lambda row: row.created_at < where.created_before),
        "statuses": (len(where.statuses) > 1 or None, lambda row: row.status.in_(where.statuses)),
        "roots_only": (where.roots_only or None, lambda row: row.parent_id.is_(None)),
        "by_backend": (where.by_backend or None, lambda row: row.origin.is_(None)),
        "drifting": (where.drifting or None, lambda row: row.drifts == true()),
        "waiting_since": (where.waiting or None, lambda row: row.waiting_since.is_not(None)),
        "took_from": (where.took_from, lambda row: row.took_ms >= milliseconds(where.took_from)),
        "took_below": (where.took_below, lambda row: row.took_ms < milliseconds(where.took_below)),
        "running_for": (where.running_for, lambda row: _runs_for(row, where.running_for)),
        "text": (where.text.strip() or None, lambda row: has_text(row, where.text.strip())),
        "contains": (where.contains, lambda row: _contains(row, where.contains)),
        "not_recovered": (where.not_recovered or None, lambda row: row.unrecovered == true()),
        "failure_group": (where.failure_group, lambda row: _is_in_group(row, where.failure_group)),
    }
    return {name: build for name, (value, build) in asked.items() if value is not None}


def spans(where: ExecutionFilter) -> list[Condition]:
    """The conditions on the moment of creation and on the duration, which other indexes know better."""
    found = _others(where)
    return [
        found[name](Listed) for name in ("created_from", "created_before", "took_from", "took_below") if name in found
    ]


def milliseconds(duration: timedelta | None) -> int:
    """The duration as the list stores it."""
    return (duration or timedelta()) // timedelta(milliseconds=1)


def has_text(row: Row, text: str) -> Condition:
    """Part of the name, or the whole id. Raises: InvalidInput when it is too short or too long to search for."""
    if len(text) < SHORTEST_SEARCH:
        raise InvalidInput("search", f"write at least {SHORTEST_SEARCH} characters.")
    if len(text) > 200:
        raise InvalidInput("search", "write at most 200 characters.")
    in_name = row.name.icontains(text, autoescape=True)
    return or_(row.id == text, in_name) if could_be_id(text) else in_name


def could_be_id(text: str) -> bool:
    """Whether a text that is searched for may be the whole id of an execution."""
    return len(text) >= SHORTEST_ID and text.isalnum()


def _runs_for(row: Row, duration: timedelta | None) -> Condition:
    since = utc_now() - (duration or timedelta())
    return and_(row.status == ExecutionStatus.STARTED, row.started_at <= since)


def _contains(row: Row, body: JsonObject | None) -> Condition:
    if not _has_value(body):
        raise InvalidInput("contains", 'name a value that the context or input has, such as {"state": "DE"}.')
    context = select(WorkflowExecution.context).where(WorkflowExecution.id == row.id).scalar_subquery()
    given = select(ExecutionRun.input).where(ExecutionRun.execution_id == row.id).scalar_subquery()
    return and_(has_facts(row, body), or_(context.contains(body), given.contains(body)))


def has_facts(row: Row, body: JsonObject | None) -> Condition:
    """What holds for a row whose context or input contains a JSON object, and by chance for others."""
    facts = func.pointsman.facts_of(literal(body, JSONB))
    return or_(row.facts.contains(facts), row.facts.contains([0]))


def _has_value(body: JsonValue) -> bool:
    parts = body.values() if isinstance(body, dict) else body if isinstance(body, list) else None
    return True if parts is None else any(_has_value(part) for part in parts)


def _is_in_group(row: Row, group_id: str | None) -> Condition:
    return row.id.in_(select(Failure.execution_id).where(Failure.settled.is_(None), Failure.group_id == group_id))
