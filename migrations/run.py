"""Bring a database to the newest schema, or tell how far it is."""

import time
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, text

from storage.database import sqlalchemy_url

_LOCK = 0x706F696E
_PAUSE = 0.1
_VERSIONS = {"version_table": "migration", "version_table_schema": "pointsman"}


def migrate(url: str, to: str = "head") -> list[str]:
    """Apply every missing migration up to ``to`` to the database at ``url`` and return what was done, a sentence each.

    Runs under an advisory lock, so that two processes starting at once do not collide. Existing objects and rows are
    never changed; rows that break a rule of the product are listed in the result.
    """
    said: list[str] = []
    engine = create_engine(sqlalchemy_url(url), connect_args={"connect_timeout": 5, "options": "-c TimeZone=UTC"})
    try:
        locking = engine.execution_options(isolation_level="AUTOCOMMIT")
        with locking.connect() as lock, engine.connect() as connection:
            _await_turn(lock)
            connection.execute(text("CREATE SCHEMA IF NOT EXISTS pointsman"))
            connection.commit()
            config = _config(connection, said)
            command.upgrade(config, to)
            lock.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": _LOCK})
    finally:
        engine.dispose()
    return said or ["The database is up to date."]


def _await_turn(lock: Connection) -> None:
    """Take the advisory lock by asking again and again: a statement that waits would hold up concurrent indexes."""
    while not lock.scalar(text("SELECT pg_try_advisory_lock(:key)"), {"key": _LOCK}):
        time.sleep(_PAUSE)


def pending(connection: Connection) -> list[str]:
    """Name the migrations that ``connection``'s database still lacks, oldest first."""
    script = ScriptDirectory.from_config(_config(connection, []))
    at = MigrationContext.configure(connection, opts=_VERSIONS).get_current_revision()
    return [step.revision for step in reversed(list(script.iterate_revisions("heads", at or "base")))]


def _config(connection: Connection, said: list[str]) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.attributes.update(connection=connection, said=said, options=_VERSIONS)
    return config
