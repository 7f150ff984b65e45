"""The list of executions: filters combine, and pages cover every row exactly once, both ways."""

from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection

from domain.errors import InvalidInput
from domain.executions import drifts
from domain.vocabulary import ExecutionKind, ExecutionStatus, Origin, RuntimeStatus
from services.list_executions import ExecutionFilter, ExecutionRow, list_executions
from tests.services.listed import FIRST, ROWS, insert_history

MOMENTS = st.none() | st.integers(-1, 21).map(lambda hours: FIRST + timedelta(hours=hours))
on_one_history = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def everything(database: Connection) -> list[ExecutionRow]:
    """Every row, newest first."""
    insert_history(database)
    return list(list_executions(size=1000).rows)


def pages_older(where: ExecutionFilter, size: int) -> list[list[ExecutionRow]]:
    """All pages from the newest on."""
    page = list_executions(where, size=size)
    pages = [list(page.rows)]
    while page.older is not None:
        page = list_executions(where, older_than=page.older, size=size)
        pages.append(list(page.rows))
    return pages


def pages_newer(where: ExecutionFilter, size: int, cursor: str) -> list[list[ExecutionRow]]:
    """All pages that are newer than the cursor, the newest first."""
    pages: list[list[ExecutionRow]] = []
    following: str | None = cursor
    while following is not None:
        page = list_executions(where, newer_than=following, size=size)
        pages.insert(0, list(page.rows))
        following = page.newer
    return pages


NAMED = (
    *("runtime_status", "template_id", "version_id", "origin", "kind", "started_by", "entity_type", "entity_id"),
    *("service_request_id", "customer_id", "parent_id", "root_id", "failure_type"),
)


def holds(row: ExecutionRow, where: ExecutionFilter) -> bool:
    """The meaning of the conditions on columns, in Python."""
    took = None if row.took_ms is None else timedelta(milliseconds=row.took_ms)
    return (
        (not where.statuses or row.status in where.statuses)
        and all(getattr(where, name) in (None, getattr(row, name)) for name in NAMED)
        and (where.created_from is None or row.created_at >= where.created_from)
        and (where.created_before is None or row.created_at < where.created_before)
        and (not where.roots_only or row.parent_id is None)
        and (not where.by_backend or row.origin is None)
        and (not where.drifting or drifts(row.status, row.runtime_status))
        and (where.took_from is None or (took is not None and took >= where.took_from))
        and (where.took_below is None or (took is not None and took < where.took_below))
        and where.text.lower() in row.name.lower()
    )


def test_the_newest_come_first_and_equal_moments_have_an_order(everything: list[ExecutionRow]) -> None:
    assert everything == sorted(everything, key=lambda row: (row.created_at, row.id), reverse=True)
    assert len(everything) == ROWS


@on_one_history
@given(size=st.integers(4, ROWS + 5))
def test_pages_of_any_size_cover_every_row_once(everything: list[ExecutionRow], size: int) -> None:
    pages = pages_older(ExecutionFilter(), size)
    assert [row for page in pages for row in page] == everything
    assert all(len(page) == size for page in pages[:-1])


def test_pages_of_one_row_cover_every_row_once(everything: list[ExecutionRow]) -> None:
    assert [row for page in pages_older(ExecutionFilter(), 1) for row in page] == everything


@on_one_history
@given(size=st.integers(4, ROWS + 5))
def test_the_way_back_covers_every_newer_row_once(everything: list[ExecutionRow], size: int) -> None:
    last = everything[-1]
    pages = pages_newer(ExecutionFilter(), size, f"{last.created_at.isoformat()}_{last.id}")
    assert [row for page in pages for row in page] == everything[:-1]


def test_a_page_forth_and_back_is_the_same_page(everything: list[ExecutionRow]) -> None:
    first = list_executions(size=10)
    second = list_executions(older_than=first.older, size=10)
    assert list_executions(newer_than=second.newer, size=10).rows == first.rows


def test_the_first_page_has_none_newer_and_the_last_none_older(everything: list[ExecutionRow]) -> None:
    assert list_executions(size=10).newer is None
    assert list_executions(size=ROWS).older is None


def test_a_row_that_comes_in_between_moves_no_page(everything: list[ExecutionRow], database: Connection) -> None:
    cursor = list_executions(size=10).older
    before = list_executions(older_than=cursor, size=10).rows
    database.exec_driver_sql("""UPDATE "WorkflowExecution" SET "createdAt" = now() WHERE id = 'execution-0095'""")
    assert list_executions(older_than=cursor, size=10).rows == before


@on_one_history
@given(data=st.data())
def test_filters_combine_and_hold_across_pages(everything: list[ExecutionRow], data: st.DataObject) -> None:
    where = ExecutionFilter(
        statuses=tuple(data.draw(st.sets(st.sampled_from(ExecutionStatus), max_size=2))),
        runtime_status=data.draw(st.none() | st.none() | st.sampled_from(RuntimeStatus)),
        template_id=data.draw(st.none() | st.sampled_from([row.template_id for row in everything])),
        version_id=data.draw(st.none() | st.none() | st.sampled_from([row.version_id for row in everything])),
        origin=data.draw(st.none() | st.none() | st.sampled_from(Origin)),
        kind=data.draw(st.none() | st.sampled_from(ExecutionKind)),
        created_from=data.draw(MOMENTS),
        created_before=data.draw(MOMENTS),
        text=data.draw(st.sampled_from(["", "", "order", "ORDER 1", "of 3"])),
        roots_only=data.draw(st.booleans()),
    )
    found = [row for page in pages_older(where, data.draw(st.integers(3, 40))) for row in page]
    assert found == [row for row in everything if holds(row, where)]


def test_a_filter_that_nothing_fits_gives_an_empty_page(everything: list[ExecutionRow]) -> None:
    page = list_executions(ExecutionFilter(template_id="gone"))
    assert (page.rows, page.newer, page.older) == ((), None, None)


@pytest.mark.parametrize(
    "cursor", ["nonsense", "_", "2026-01-01", "9999-12-31T23:59:59-14:00_x", "2026-01-01T00:00:00+00:00_\0", "é_ü"]
)
@pytest.mark.usefixtures("database")
def test_a_page_that_is_none_is_told(cursor: str) -> None:
    with pytest.raises(InvalidInput):
        list_executions(older_than=cursor)
    with pytest.raises(InvalidInput):
        list_executions(newer_than=cursor)


def test_times_are_aware_utc(everything: list[ExecutionRow]) -> None:
    oldest = everything[-1].created_at
    assert isinstance(oldest, datetime)
    assert oldest.isoformat() == "2026-01-01T00:00:00+00:00"
