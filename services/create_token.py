"""Make a token for the HTTP API."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select

from domain.errors import Conflict, InvalidInput
from domain.tokens import digest_of, new_secret
from domain.vocabulary import Scope
from services._ledger import record
from services._words import required
from storage.database import WriteSession, transaction
from storage.own_tables import ApiToken

LONGEST_NAME = 60


@dataclass(frozen=True)
class NewToken:
    """A token that was just made. Its ``secret`` is stored nowhere: whoever made it keeps it, or makes another one."""

    id: str
    name: str
    secret: str


def create_token(name: str, scopes: Collection[Scope], *, actor: str, further: bool = False) -> NewToken:
    """Make a token of the caller ``name``; what it starts is started by that name.

    Tokens of one name are one caller: they share its idempotency keys, so that a token is replaced without anything
    starting twice. So a name that has a token which is not revoked takes another one only with ``further``.

    Raises: InvalidInput; Conflict when the name has a token.
    """
    name, wanted = _checked(name), sorted(set(scopes))
    if not wanted:
        raise InvalidInput("scopes", f"choose at least one of {', '.join(Scope)}.")
    secret = new_secret()
    token = ApiToken(name=name, digest=digest_of(secret), scopes=[scope.value for scope in wanted], created_by=actor)
    with transaction() as session:
        if not further:
            _check_free(session, name)
        session.add(token)
        session.flush()
        record(session, actor, "token.create", ("token", token.id), after={"name": name, "scopes": [*token.scopes]})
        return NewToken(token.id, name, secret)


def _checked(name: str) -> str:
    found = required(name, "name", LONGEST_NAME)
    if "/" in found or not found.isprintable():
        raise InvalidInput("name", "must be one line without “/”, which parts the name from the caller's keys.")
    return found


def _check_free(session: WriteSession, name: str) -> None:
    taken = select(ApiToken.id).where(ApiToken.name == name, ApiToken.revoked_at.is_(None)).limit(1)
    if session.scalar(taken):
        raise Conflict(
            f"“{name}” has a token already. Revoke it, choose another name, or ask for a further token on purpose."
        )
