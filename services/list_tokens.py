"""The tokens of the HTTP API; never their secrets."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from storage.database import reading
from storage.own_tables import ApiToken


@dataclass(frozen=True)
class TokenRow:
    """One token; ``last_used_at`` is true to the minute. Times are UTC."""

    id: str
    name: str
    scopes: tuple[str, ...]
    created_by: str
    created_at: datetime
    last_used_at: datetime | None
    revoked_by: str | None
    revoked_at: datetime | None

    @property
    def is_revoked(self) -> bool:
        """True when it lets nobody in any more."""
        return self.revoked_at is not None


def list_tokens() -> list[TokenRow]:
    """All tokens: those that hold first, by name; then the revoked ones, the last revoked first."""
    token = ApiToken
    query = select(
        token.id,
        token.name,
        token.scopes,
        token.created_by,
        token.created_at,
        token.last_used_at,
        token.revoked_by,
        token.revoked_at,
    ).order_by(token.revoked_at.desc().nulls_first(), token.name, token.created_at)
    with reading() as session:
        return [TokenRow(**{**row, "scopes": tuple(row["scopes"])}) for row in session.execute(query).mappings()]
