"""Each filter of the list and any two of them give what a plain query over the tables themselves gives."""

from dataclasses import fields
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, text

from domain.errors import InvalidInput
from domain.vocabulary import EntityType, ExecutionKind, ExecutionStatus, Origin, RuntimeStatus
from services import _find_executions
from services.count_executions import Count, count_executions
from services.list_executions import SORTS, ExecutionFilter, ExecutionRow, Order, list_executions
from services.read_recovery import read_recovery
from tests.services.listed import FIRST, ROWS, insert_history

on_one_history = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
NOON = FIRST + timedelta(hours=12)
DRIFTS = """coalesce(CASE r.runtime_status WHEN 'NOT_FOUND' THEN e.status = 'STARTED'
    WHEN 'RUNNING' THEN e.status <> 'STARTED' WHEN 'CONTINUED_AS_NEW' THEN e.status <> 'STARTED'
    WHEN 'COMPLETED' THEN e.status <> 'COMPLETED'
    ELSE e.status <> 'FAILED' END AND r.runtime_status IS NOT NULL, false)"""
RECOVERED = """EXISTS (
    SELECT FROM "WorkflowExecution" o JOIN "WorkflowTemplateVersion" w ON w.id = o."workflowTemplateVersionId"
    LEFT JOIN pointsman.execution_run q ON q.execution_id = o.id LEFT JOIN pointsman.delivery f ON f.id = q.delivery_id
    WHERE w."workflowTemplateId" = v."workflowTemplateId" AND o.status = 'COMPLETED' AND o."createdAt" > e."createdAt"
      AND q.kind IS DISTINCT FROM 'TEST'
      AND CASE WHEN e.context ->> 'customerId' IS NULL
               THEN o.context ->> 'customerId' IS NULL AND f.entity_id = d.entity_id
               ELSE o.context ->> 'customerId' = e.context ->> 'customerId'
                    AND (f.entity_id IS NULL OR d.entity_id IS NULL OR f.entity_id = d.entity_id) END)"""
UNRECOVERED = f"""e.status IN ('FAILED', 'FAILED_TO_START') AND e."parentWorkflowExecutionId" IS NULL
    AND r.kind IS DISTINCT FROM 'TEST' AND NOT {RECOVERED}"""
GROUPED = "e.id IN (SELECT execution_id FROM pointsman.failure WHERE group_id = '?group')"
MEANING: dict[str, tuple[dict[str, object], str]] = {
    "one status": ({"statuses": (ExecutionStatus.FAILED,)}, "e.status = 'FAILED'"),
    "two statuses": (
        {"statuses": (ExecutionStatus.CREATED, ExecutionStatus.STARTED)},
        "e.status IN ('CREATED', 'STARTED')",
    ),
    "runtime status": ({"runtime_status": RuntimeStatus.CANCELED}, "r.runtime_status = 'CANCELED'"),
    "template": ({"template_id": "?template"}, "v.\"workflowTemplateId\" = '?template'"),
    "version": ({"version_id": "?version"}, "v.id = '?version'"),
    "origin": ({"origin": Origin.API}, "r.origin = 'API'"),
    "kind": ({"kind": ExecutionKind.TEST}, "r.kind = 'TEST'"),
    "usual kind": ({"kind": ExecutionKind.NORMAL}, "r.kind = 'NORMAL'"),
    "from": ({"created_from": NOON}, "e.\"createdAt\" >= '2026-01-01 12:00'"),
    "before": ({"created_before": NOON}, "e.\"createdAt\" < '2026-01-01 12:00'"),
    "name": ({"text": "of 3"}, "e.name ILIKE '%of 3%'"),
    "roots": ({"roots_only": True}, 'e."parentWorkflowExecutionId" IS NULL'),
    "backend": ({"by_backend": True}, "r.execution_id IS NULL"),
    "starter": ({"started_by": "bob"}, "r.started_by = 'bob'"),
    "entity type": ({"entity_type": EntityType.PRODUCT}, "d.entity_type = 'PRODUCT'"),
    "entity": ({"entity_id": "entity-3"}, "d.entity_id = 'entity-3'"),
    "service request": ({"service_request_id": "request-24"}, "s.id = 'request-24'"),
    "customer": ({"customer_id": "c2"}, "e.context ->> 'customerId' = 'c2'"),
    "subscription": ({"subscription_id": "s7"}, "e.context ->> 'subscriptionId' = 's7'"),
    "parent": ({"parent_id": "execution-0034"}, "e.\"parentWorkflowExecutionId\" = 'execution-0034'"),
    "family": ({"root_id": "execution-0034"}, "e.\"rootWorkflowExecutionId\" = 'execution-0034'"),
    "failure": (
        {"failure_type": "https://example.com/errors/1"},
        "r.failure ->> 'type' = 'https://example.com/errors/1'",
    ),
    "took long": ({"took_from": timedelta(hours=1)}, "r.closed_at - r.started_at >= interval '1 hour'"),
    "took little": ({"took_below": timedelta(minutes=20)}, "r.closed_at - r.started_at < interval '20 minutes'"),
    "runs long": (
        {"running_for": timedelta(days=1)},
        "e.status = 'STARTED' AND r.started_at <= now() - interval '1 day'",
    ),
    "input": ({"contains": {"state": {"code": "CA"}}}, """r.input @> '{"state": {"code": "CA"}}'"""),
    "number in input": ({"contains": {"n": 2.0}}, """r.input @> '{"n": 2}'"""),
    "list in context": ({"contains": {"tags": ["t1", 2]}}, """e.context @> '{"tags": ["t1", 2]}'"""),
    "drift": ({"drifting": True}, DRIFTS),
    "waiting": ({"waiting": True}, "e.status = 'STARTED' AND r.waiting_since IS NOT NULL"),
    "not recovered": ({"not_recovered": True}, UNRECOVERED),
    "failure group": ({"failure_group": "?group"}, f"{UNRECOVERED} AND {GROUPED}"),
}
QUERY = """
SELECT e.id FROM "WorkflowExecution" e JOIN "WorkflowTemplateVersion" v ON v.id = e."workflowTemplateVersionId"
LEFT JOIN pointsman.execution_run r ON r.execution_id = e.id LEFT JOIN pointsman.delivery d ON d.id = r.delivery_id
LEFT JOIN "ServiceRequest" s ON s."workflowExecutionId" = e.id
WHERE {} ORDER BY e."createdAt" DESC, e.id DESC"""


@pytest.fixture
def history(database: Connection) -> list[ExecutionRow]:
    """Every row, newest first."""
    insert_history(database)
    return list(list_executions(size=1000).rows)


def asked(history: list[ExecutionRow], *names: str) -> tuple[ExecutionFilter, str]:
    """A filter of these conditions, and the plain query that means the same."""
    known = {
        "?template": history[0].template_id,
        "?version": history[0].version_id,
        "?group": read_recovery().groups[0].id,
    }
    values = {field: value for name in names for field, value in MEANING[name][0].items()}
    where = ExecutionFilter(**{field: known.get(str(value), value) for field, value in values.items()})  # type: ignore[arg-type]
    meant = " AND ".join(f"({MEANING[name][1]})" for name in names)
    for mark, value in known.items():
        meant = meant.replace(mark, value)
    return where, QUERY.format(meant).replace(":", r"\:")


def test_every_field_of_the_filter_is_tried() -> None:
    tried = {field for values, _ in MEANING.values() for field in values}
    assert tried == {field.name for field in fields(ExecutionFilter)}


@pytest.mark.parametrize("name", MEANING)
@pytest.mark.parametrize("walk", [2, 2_000])
def test_a_filter_alone_leaves_some_and_not_all(
    history: list[ExecutionRow], database: Connection, monkeypatch: pytest.MonkeyPatch, name: str, walk: int
) -> None:
    monkeypatch.setattr(_find_executions, "WALK", walk)
    where, query = asked(history, name)
    found = [row.id for row in list_executions(where, size=1000).rows]
    assert 0 < len(found) < ROWS
    assert found == [*database.scalars(text(query))]
    assert count_executions(where) == Count(len(found), True)


@on_one_history
@given(
    names=st.lists(st.sampled_from(sorted(MEANING)), min_size=1, max_size=2, unique=True),
    walk=st.sampled_from([2, 200]),
    ample=st.sampled_from([0.01, _find_executions.AMPLE]),
    size=st.sampled_from([1, 5]),
)
def test_filters_alone_and_in_pairs_give_what_fits(
    history: list[ExecutionRow], database: Connection, names: list[str], walk: int, ample: float, size: int
) -> None:
    if len(names) == 2 and set(MEANING[names[0]][0]) & set(MEANING[names[1]][0]):
        return
    where, query = asked(history, *names)
    with pytest.MonkeyPatch.context() as patch:
        for name, value in {"WALK": walk, "AMPLE": ample, "MANY": 1, "SHORTEST": timedelta(minutes=1)}.items():
            patch.setattr(_find_executions, name, value)
        page = list_executions(where, size=size)
        found = list(page.rows)
        while page.older:
            page = list_executions(where, older_than=page.older, size=size)
            found += page.rows
    assert [row.id for row in found] == [*database.scalars(text(query))]


@pytest.mark.parametrize("column", SORTS)
@pytest.mark.parametrize("descending", [True, False])
def test_a_sorted_list_has_every_row_once_and_those_without_a_value_last(
    history: list[ExecutionRow], column: str, descending: bool
) -> None:
    def key(row: ExecutionRow) -> tuple[object, datetime, str]:
        return getattr(row, column), row.created_at, row.id

    valued = sorted((row for row in history if getattr(row, column) is not None), key=key, reverse=descending)
    rest = sorted(
        (row for row in history if getattr(row, column) is None),
        key=lambda row: (row.created_at, row.id),
        reverse=descending,
    )
    order, pages = Order(column, descending), []
    page = list_executions(size=7, order=order)
    pages.append(page)
    while page.older:
        page = list_executions(size=7, order=order, older_than=page.older)
        pages.append(page)
    assert [row for page in pages for row in page.rows] == valued + rest
    for before, page in pairwise(pages):
        assert list_executions(size=7, order=order, newer_than=page.newer).rows == before.rows


@pytest.mark.parametrize(
    "cursor", ["", "[", "[]", '["x"]', '["x", 1]', '[{"a": 1}, "2026-01-01T00:00:00+00:00_x"]', "null"]
)
@pytest.mark.usefixtures("database")
def test_a_page_of_another_order_is_told(cursor: str) -> None:
    for column in ("took_ms", "closed_at"):
        with pytest.raises(InvalidInput):
            list_executions(order=Order(column), older_than=cursor or "x")


@pytest.mark.usefixtures("database")
def test_only_columns_that_are_shown_sort() -> None:
    with pytest.raises(InvalidInput, match="sort: choose one of created_at, name"):
        Order("terms")


@pytest.mark.parametrize("body", [{}, {"a": {}}, {"a": [[], {}]}])
@pytest.mark.usefixtures("database")
def test_a_body_without_a_value_is_not_searched_for(body: dict[str, object]) -> None:
    with pytest.raises(InvalidInput, match="contains: name a value"):
        list_executions(ExecutionFilter(contains=body))  # type: ignore[arg-type]


def test_above_the_limit_a_count_is_an_estimate(history: list[ExecutionRow]) -> None:
    assert not count_executions(limit=10).is_exact
    assert count_executions(limit=10).number > 10
