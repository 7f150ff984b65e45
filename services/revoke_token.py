"""Revoke a token of the HTTP API, for good."""

from domain.errors import Conflict, NotFound
from services._ledger import record
from storage.database import transaction
from storage.own_tables import ApiToken
from storage.shared_tables import utc_now


def revoke_token(token_id: str, *, actor: str, reason: str | None = None) -> None:
    """Refuse every request with this token from now on. Raises: NotFound, Conflict when it is revoked already."""
    with transaction() as session:
        token = session.get(ApiToken, token_id, with_for_update=True)
        if token is None:
            raise NotFound("token", token_id)
        if token.revoked_at is not None:
            raise Conflict(f"The token “{token.name}” was revoked by {token.revoked_by} already.")
        token.revoked_by, token.revoked_at = actor, utc_now()
        record(session, actor, "token.revoke", ("token", token.id), before={"name": token.name}, reason=reason)
