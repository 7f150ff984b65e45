"""Whether what the product stands on is there: PostgreSQL, its migrations, Temporal."""

from typing import Literal

from sqlalchemy import text

from domain.errors import PointsmanError
from migrations.run import pending
from runtime.service import temporal
from storage.database import reading

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
        elif missing := pending(session.connection()):
            raise PointsmanError(f"The database lacks migrations: {', '.join(missing)}. Run `pointsman migrate`.")
