"""Connections that PostgreSQL closed: one that lay idle is replaced unseen, one in use fails once and in a sentence."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import psycopg
import pytest
from sqlalchemy.orm import Session

from domain.errors import DatabaseAway, InvalidInput
from storage import connections
from storage.database import engine, single_statements, transaction
from storage.driver import run

LEFT = "SELECT pid FROM pg_stat_activity WHERE application_name = 'pointsman'"
CUT = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'pointsman'"
Opened = Callable[[], AbstractContextManager[Session]]
INSERT = """INSERT INTO "WorkflowTemplate" (id, name, "updatedAt") VALUES ('t', 'T', now()) RETURNING id"""


def backend_of(session: Session) -> int:
    return int(run(session, "SELECT pg_backend_pid()", {})[0][0])


def cut_all(database_url: str) -> None:
    with psycopg.connect(database_url, autocommit=True) as other:
        assert other.execute(CUT).fetchall()
        while other.execute(LEFT).fetchall():
            continue


def use_while_cut(opened: Opened, database_url: str) -> None:
    with opened() as session:
        assert backend_of(session)
        cut_all(database_url)
        backend_of(session)


@pytest.mark.parametrize("opened", [transaction, single_statements])
def test_a_connection_cut_while_it_lay_idle_is_replaced_unseen(opened: Opened, fresh_database_url: str) -> None:
    with opened() as session:
        before = backend_of(session)
    cut_all(fresh_database_url)
    with opened() as session:
        assert backend_of(session) != before


@pytest.mark.parametrize("opened", [transaction, single_statements])
def test_a_connection_cut_in_use_fails_once_and_is_not_used_again(opened: Opened, fresh_database_url: str) -> None:
    with pytest.raises(DatabaseAway):
        use_while_cut(opened, fresh_database_url)
    with opened() as session:
        assert backend_of(session)


@pytest.mark.usefixtures("fresh_database_url")
def test_a_single_statement_is_committed_when_it_answers() -> None:
    with single_statements() as session:
        run(session, INSERT, {})
        with engine().connect() as other:
            assert other.exec_driver_sql('SELECT count(*) FROM "WorkflowTemplate"').scalar() == 1


@pytest.mark.usefixtures("fresh_database_url")
def test_what_the_driver_refuses_is_told_in_a_sentence() -> None:
    with pytest.raises(InvalidInput, match="cannot be stored"), transaction() as session:
        run(session, "SELECT %(text)s::text", {"text": "nul\0"})


def test_who_finds_no_connection_free_is_told_in_time(fresh_database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "_PATIENCE", 0.05)
    pool = connections.Connections(lambda: psycopg.connect(fresh_database_url, autocommit=True), 1)
    taken = pool.take()
    with pytest.raises(DatabaseAway):
        pool.take()
    pool.give_back(taken)
    assert pool.take() is taken
    pool.give_back(taken)
    pool.close()
    assert taken.closed
