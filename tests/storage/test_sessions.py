"""Sessions: reads cannot write, a transaction is whole or nothing, trouble is told in sentences."""

import psycopg
import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import InternalError
from sqlalchemy.orm import Session

from cli.parts.ports import free_port
from domain.errors import Conflict, DatabaseAway, InvalidInput
from domain.settings import forget_settings
from storage.database import engine, reading, transaction
from storage.shared_tables import WorkflowTemplate

INSERT = """INSERT INTO "WorkflowTemplate" (id, name, "updatedAt") VALUES ('t', 'T', now())"""
COUNT = 'SELECT count(*) FROM "WorkflowTemplate"'


@pytest.mark.usefixtures("fresh_database_url")
def test_postgresql_itself_refuses_a_write_in_a_reading_session() -> None:
    with pytest.raises(InternalError) as refused, reading() as session:
        session.execute(text(INSERT))
    assert isinstance(refused.value.orig, psycopg.errors.ReadOnlySqlTransaction)


@pytest.mark.usefixtures("fresh_database_url")
def test_what_a_reading_session_holds_in_memory_is_never_written() -> None:
    with reading() as session:
        session.add(WorkflowTemplate(id="t", name="T"))
    with reading() as session:
        assert session.scalar(text(COUNT)) == 0


@pytest.mark.usefixtures("fresh_database_url")
def test_a_connection_that_was_read_from_can_be_written_to_afterwards() -> None:
    with reading() as session:
        session.execute(text(COUNT))
    with transaction() as session:
        session.execute(text(INSERT))
    assert engine().pool.status().startswith("Pool size")


@pytest.mark.usefixtures("database")
def test_an_error_anywhere_in_a_transaction_leaves_nothing_of_it() -> None:
    with pytest.raises(Conflict):
        write(INSERT, INSERT)
    with reading() as session:
        assert session.scalar(text(COUNT)) == 0


@pytest.mark.usefixtures("database")
def test_times_of_the_shared_tables_come_back_as_aware_utc() -> None:
    with transaction() as session:
        session.execute(text(INSERT.replace("now()", "'2026-11-22 21:00:00.123'")))
        found = session.get_one(WorkflowTemplate, "t")
        assert found.updated_at.isoformat() == "2026-11-22T21:00:00.123000+00:00"


@pytest.mark.parametrize("hostile", ["nul\0", "half a pair \ud83d"])
@pytest.mark.usefixtures("database")
def test_text_that_postgresql_cannot_hold_is_told_in_a_sentence(hostile: str) -> None:
    with pytest.raises(InvalidInput, match="cannot be stored or searched"), reading() as session:
        session.get(WorkflowTemplate, hostile)


@pytest.mark.usefixtures("database")
def test_a_value_too_large_for_an_index_is_no_database_away() -> None:
    long = "".join(chr(0x4E00 + number * 37 % 20000) for number in range(6000))
    with pytest.raises(InvalidInput, match="too large"), transaction() as session:
        session.add(WorkflowTemplate(id=long, name="T"))


def test_a_lock_that_somebody_holds_is_a_conflict_not_a_hang(fresh_database_url: str) -> None:
    with psycopg.connect(fresh_database_url) as other:
        other.execute('LOCK "WorkflowTemplate"')
        with pytest.raises(Conflict, match="Somebody is changing the same thing right now"):
            write("SET LOCAL lock_timeout = '50ms'", INSERT)


@pytest.mark.usefixtures("fresh_database_url")
def test_a_statement_that_takes_too_long_is_told_as_the_database_away() -> None:
    with pytest.raises(DatabaseAway):
        write("SET LOCAL statement_timeout = '50ms'", "SELECT pg_sleep(60)")


def test_a_server_that_is_gone_is_told_as_the_database_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POINTSMAN_DATABASE_URL", f"postgresql://postgres@127.0.0.1:{free_port()}/pointsman")
    forget_settings()
    with pytest.raises(DatabaseAway, match="Look again in a moment before you repeat it"), reading():
        pass


def test_no_configured_database_is_told_as_the_database_away() -> None:
    with pytest.raises(DatabaseAway), reading():
        pass


def test_a_session_recovers_by_itself_when_its_connection_was_cut(fresh_database_url: str) -> None:
    with reading() as session:
        session.scalar(text(COUNT))
    cut_all(fresh_database_url)
    with reading() as session:
        assert session.scalar(text(COUNT)) == 0


def test_a_connection_that_is_cut_within_a_transaction_is_told_as_the_database_away(fresh_database_url: str) -> None:
    with pytest.raises(DatabaseAway):
        write(INSERT, "SELECT pg_terminate_backend(pg_backend_pid())")
    assert rows(fresh_database_url) == 0


def test_the_test_connection_carries_every_session(database: Connection) -> None:
    with transaction() as session:
        assert isinstance(session, Session)
        assert session.connection() is database


def write(*statements: str) -> None:
    with transaction() as session:
        for statement in statements:
            session.execute(text(statement))


def cut_all(url: str) -> None:
    with psycopg.connect(url, autocommit=True) as admin:
        admin.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


def rows(url: str) -> int:
    with psycopg.connect(url) as connection:
        found = connection.execute(COUNT.encode()).fetchone()
        return int(found[0]) if found else -1
