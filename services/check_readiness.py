"""Whether what the product stands on is there: PostgreSQL, its migrations, Temporal."""

from typing import Literal

from sqlalchemy import text

from domain.errors import PointsmanError
from migrations.steps import NEWEST_APPLIED, TABLE, lacking
from runtime.service import temporal
from storage.database import ReadSession, reading

Ground = Literal["postgresql", "migrations", "temporal"]
GROUNDS: tuple[Ground, ...] = ("postgresql", "migrations", "temporal")


def check_readiness(ground: Ground) -> None:
    """Return when ``ground`` is there. Raises: PointsmanError with the reason, within about 5 seconds."""
    if ground == "temporal":
        temporal().check()
        return
    with reading() as session:
        if ground == "postgresql":
            session.execute(text("SELECT 1"))
        elif missing := lacking(_newest_applied(session)):
            raise PointsmanError(f"The database lacks migrations: {', '.join(missing)}. Run `pointsman migrate`.")


def _newest_applied(session: ReadSession) -> str | None:
    if session.scalar(text("SELECT to_regclass(:table)"), {"table": TABLE}) is None:
        return None
    applied: str | None = session.scalar(text(NEWEST_APPLIED))
    return applied
