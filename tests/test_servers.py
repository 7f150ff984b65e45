"""The servers that all other tests stand on."""

import psycopg
from sqlalchemy import Connection, text

from cli.parts.temporal import serves
from migrations.run import pending
from storage.database import transaction


def test_the_database_is_postgresql_18_at_the_newest_migration(database: Connection) -> None:
    assert database.execute(text("SHOW server_version")).scalar_one().startswith("18.")
    assert pending(database) == []


def test_a_transaction_of_a_test_is_seen_by_nobody_else(database: Connection, database_url: str) -> None:
    with transaction() as session:
        session.execute(text("CREATE TABLE seen_by_nobody ()"))
    with psycopg.connect(database_url) as other:
        assert other.execute("SELECT to_regclass('seen_by_nobody')").fetchone() == (None,)


def test_a_transaction_on_a_fresh_database_is_seen_by_others(fresh_database_url: str) -> None:
    with transaction() as session:
        session.execute(text("CREATE TABLE seen ()"))
    with psycopg.connect(fresh_database_url) as other:
        assert other.execute("SELECT to_regclass('seen')").fetchone() == ("seen",)


def test_temporal_serves(temporal_address: str) -> None:
    assert serves(temporal_address)
