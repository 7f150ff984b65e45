"""Column types that the shared tables need."""

from datetime import UTC, datetime

from sqlalchemy import Dialect
from sqlalchemy.dialects.postgresql import TIMESTAMP
from sqlalchemy.types import TypeDecorator


class PrismaTimestamp(TypeDecorator[datetime]):
    """Prisma's ``TIMESTAMP(3)``: UTC without a zone in the database, an aware UTC ``datetime`` in Python."""

    impl = TIMESTAMP(timezone=False, precision=3)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn an aware datetime into the naive UTC one that is stored."""
        return None if value is None else value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn the stored naive datetime into an aware UTC one."""
        return None if value is None else value.replace(tzinfo=UTC)
