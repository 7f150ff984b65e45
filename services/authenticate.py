"""Who calls the HTTP API: the token behind a secret."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select, update

from domain.errors import ScopeMissing, Unauthenticated
from domain.tokens import digest_of, is_secret
from domain.vocabulary import Scope
from storage.database import WriteSession, transaction
from storage.own_tables import ApiToken
from storage.shared_tables import utc_now

USE_PRECISION = timedelta(minutes=1)


@dataclass(frozen=True)
class Caller:
    """A program that showed a token; all tokens of one ``name`` are one caller."""

    token_id: str
    name: str
    scopes: frozenset[str]

    def check_may(self, scope: Scope) -> None:
        """Refuse what the token is not good for. Raises: ScopeMissing."""
        if scope.value not in self.scopes:
            raise ScopeMissing(self.name, scope.value)


def authenticate(secret: str) -> Caller:
    """Find the caller by the digest of the secret, so that no comparison takes longer for a better guess.

    A revoked token is refused by the very next request. The time of its last use is written at most once a minute, and
    by one of many requests at once. Raises: Unauthenticated, DatabaseAway.
    """
    if not is_secret(secret):
        raise Unauthenticated
    with transaction() as session:
        token = session.scalars(select(ApiToken).where(ApiToken.digest == digest_of(secret))).one_or_none()
        if token is None or token.revoked_at is not None:
            raise Unauthenticated
        _note_use(session, token)
        return Caller(token.id, token.name, frozenset(token.scopes))


def _note_use(session: WriteSession, token: ApiToken) -> None:
    now = utc_now()
    if token.last_used_at is not None and now - token.last_used_at < USE_PRECISION:
        return
    unless_busy = select(ApiToken.id).where(ApiToken.id == token.id).with_for_update(skip_locked=True)
    session.execute(
        update(ApiToken).where(ApiToken.id.in_(unless_busy)).values(last_used_at=now),
        execution_options={"synchronize_session": False},
    )
