"""Migrations as the command line runs them: quick where there is nothing to do, trouble as a sentence."""

import psycopg
from psycopg import sql

from domain.errors import DatabaseAway, PointsmanError
from migrations.steps import NEWEST_APPLIED, TABLE, lacking, steps

_NEWER = (
    "The database was migrated by a newer Pointsman, to {at}; this one knows {newest}. Use the newer one, as pages of "
    "this one may fail."
)


def migrated(url: str) -> list[str]:
    """Bring the database at ``url`` to the newest schema and return what was done, a sentence each.

    Raises: DatabaseAway; PointsmanError when the address is none, or PostgreSQL refuses a migration.
    """
    try:
        at, newest = _newest_applied(url), steps()[-1]
        if lacking(at):
            return _migrated(url)
        return ["The database is up to date."] if at == newest else [_NEWER.format(at=at, newest=newest)]
    except psycopg.ProgrammingError as error:
        raise PointsmanError(f"POINTSMAN_DATABASE_URL is no address of a PostgreSQL database: {error}") from error
    except psycopg.OperationalError as error:
        raise DatabaseAway(str(error)) from error


def _migrated(url: str) -> list[str]:
    from sqlalchemy.exc import DBAPIError  # slow to import, and most starts do not need them

    from migrations.run import migrate

    try:
        return migrate(url)
    except DBAPIError as error:
        raise PointsmanError(f"PostgreSQL refused a migration, and nothing of it was kept: {error.orig}") from error


def _newest_applied(url: str) -> str | None:
    with psycopg.connect(url, connect_timeout=5) as connection:
        if connection.execute("SELECT to_regclass(%s)", [TABLE]).fetchone() == (None,):
            return None
        found = connection.execute(sql.SQL(NEWEST_APPLIED)).fetchone()
        return None if found is None else str(found[0])
