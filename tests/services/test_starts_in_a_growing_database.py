"""A connection that planned its statements when the tables were nearly empty reads no whole table once they grew."""

import psycopg
import pytest

from domain.vocabulary import EntityType
from services._starts import note_started
from services.receive_event import Event, receive_event
from services.start_execution import StartOrder, start_execution
from storage.database import hasty_connection
from tests.factories import AUTHOR, make_active, make_link, make_template

FEW, MORE = 12, 60
READ = """
    SELECT relname, seq_tup_read FROM pg_stat_user_tables
    WHERE relname IN ('WorkflowExecution', 'execution_run', 'delivery', 'listed_execution')
    UNION ALL SELECT indexrelname, idx_tup_read FROM pg_stat_user_indexes WHERE indexrelname = 'listed_backend'"""
INSERT = """
    INSERT INTO "WorkflowExecution" (id, name, "workflowTemplateVersionId")
    SELECT 'backend' || n, 'The backend''s', v.id FROM generate_series(1, 60) n, "WorkflowTemplateVersion" v"""
FINISH = """UPDATE "WorkflowExecution" SET status = 'COMPLETED' WHERE id = %s"""


@pytest.fixture
def template(fresh_database_url: str) -> str:
    made = make_template()
    make_active(made)
    make_link(made)
    begin(made, range(2))
    with psycopg.connect(fresh_database_url, autocommit=True) as other:
        other.execute("ANALYZE")
        other.execute(INSERT)
    return made


def begin(template: str, numbers: range) -> list[str]:
    """Executions started by hand and by events, recorded and noted, without Temporal."""
    begun = []
    for number in numbers:
        order = StartOrder(template, {}, "A customer asked for it")
        event = Event("shop", f"ev_{number}", EntityType.PRODUCT, "us-incorporation", {})
        for receipt in (
            start_execution(order, actor=AUTHOR, attempt=False),
            receive_event(event, actor="shop", attempt=False),
        ):
            assert receipt.execution_id is not None
            assert note_started({receipt.execution_id: f"run {number}"})
            begun.append(receipt.execution_id)
    return begun


def rows_read_by_scans(writer: psycopg.Connection) -> dict[str, int]:
    writer.execute("SELECT pg_stat_force_next_flush()")
    with psycopg.connect(writer.info.dsn, password=writer.info.password) as other:
        return dict(other.execute(READ).fetchall())


def test_starts_scan_nothing(template: str) -> None:
    begin(template, range(2, FEW))
    with hasty_connection() as writer:
        before = rows_read_by_scans(writer)
    begin(template, range(FEW, MORE))
    with hasty_connection() as writer:
        assert rows_read_by_scans(writer) == before


def test_what_follows_the_backends_changes_scans_nothing(template: str, fresh_database_url: str) -> None:
    with psycopg.connect(fresh_database_url, autocommit=True) as backend:
        for known in begin(template, range(2, FEW)):
            backend.execute(FINISH, [known])
        begun = begin(template, range(FEW, MORE))
        before = rows_read_by_scans(backend)
        for known in begun:
            backend.execute(FINISH, [known])
        after = rows_read_by_scans(backend)
    assert before.pop("WorkflowExecution") <= after.pop("WorkflowExecution")  # how it finds its row is its own matter
    assert before == after
