"""Tokens of the HTTP API: shown once, kept as a digest, revoked for good."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import Connection, text

from domain.errors import Conflict, InvalidInput, NotFound, ScopeMissing, Unauthenticated
from domain.tokens import digest_of, is_secret, new_secret
from domain.vocabulary import Scope
from services.authenticate import authenticate
from services.create_token import NewToken, create_token
from services.list_tokens import list_tokens
from services.read_ledger import read_ledger
from services.revoke_token import revoke_token


@pytest.fixture
def token(database: Connection) -> NewToken:
    """A token that may start."""
    return create_token("backend", [Scope.START], actor="ada")


def test_a_secret_lets_its_caller_in(token: NewToken) -> None:
    caller = authenticate(token.secret)
    assert (caller.token_id, caller.name, caller.scopes) == (token.id, "backend", frozenset({"start"}))
    caller.check_may(Scope.START)
    with pytest.raises(ScopeMissing, match="“backend” has not the scope “read”"):
        caller.check_may(Scope.READ)


def test_only_the_digest_of_a_secret_is_kept(token: NewToken, database: Connection) -> None:
    assert is_secret(token.secret)
    for table in ("api_token", "ledger"):
        rows = database.execute(text(f"SELECT t::text FROM pointsman.{table} t")).scalars().all()
        assert rows
        assert not [row for row in rows if token.secret in row or token.secret[4:] in row]
    kept = database.execute(text("SELECT digest FROM pointsman.api_token")).scalar_one()
    assert bytes(kept) == digest_of(token.secret)


def test_no_two_secrets_are_the_same() -> None:
    assert len({new_secret() for _ in range(1000)}) == 1000


@pytest.mark.usefixtures("token")
@pytest.mark.parametrize(
    "secret", ["", "pmt_", "pmt_" + "0" * 64, "pmt_" + "0" * 65, "PMT_" + "A" * 64, "ü" * 68, "\0"]
)
def test_what_is_no_secret_lets_nobody_in(secret: str) -> None:
    with pytest.raises(Unauthenticated):
        authenticate(secret)


def test_a_revoked_token_lets_nobody_in_and_stays_in_the_list(token: NewToken) -> None:
    revoke_token(token.id, actor="bea", reason="Leaked")
    with pytest.raises(Unauthenticated):
        authenticate(token.secret)
    [row] = list_tokens()
    assert (row.is_revoked, row.revoked_by, row.created_by) == (True, "bea", "ada")
    with pytest.raises(Conflict, match="revoked by bea already"):
        revoke_token(token.id, actor="bea")


def test_making_and_revoking_is_in_the_ledger(token: NewToken) -> None:
    create_token("another", [Scope.READ], actor="ada")
    revoke_token(token.id, actor="bea", reason="Leaked")
    revoked, made = read_ledger(subject_id=token.id)
    assert (made.actor, made.action, made.after) == ("ada", "token.create", {"name": "backend", "scopes": ["start"]})
    assert (revoked.actor, revoked.action, revoked.reason) == ("bea", "token.revoke", "Leaked")


def test_the_last_use_is_written_once_a_minute(token: NewToken, database: Connection) -> None:
    assert list_tokens()[0].last_used_at is None
    authenticate(token.secret)
    first = list_tokens()[0].last_used_at
    assert first is not None
    authenticate(token.secret)
    assert list_tokens()[0].last_used_at == first
    database.execute(text("UPDATE pointsman.api_token SET last_used_at = last_used_at - interval '61 seconds'"))
    authenticate(token.secret)
    again = list_tokens()[0].last_used_at
    assert again is not None
    assert timedelta() <= again - first < timedelta(minutes=1)


@pytest.mark.usefixtures("fresh_database_url")
def test_a_use_waits_for_nobody_who_writes_the_same_token() -> None:
    token = create_token("backend", [Scope.START], actor="ada")
    with ThreadPoolExecutor(8) as pool:
        callers = list(pool.map(authenticate, [token.secret] * 40))
    assert {caller.token_id for caller in callers} == {token.id}
    assert list_tokens()[0].last_used_at is not None


def test_a_name_has_one_token_unless_a_further_one_is_meant(token: NewToken) -> None:
    with pytest.raises(Conflict, match="“backend” has a token already"):
        create_token(" backend ", [Scope.READ], actor="ada")
    further = create_token("backend", [Scope.READ], actor="ada", further=True)
    assert authenticate(further.secret).name == authenticate(token.secret).name


def test_the_name_of_a_revoked_token_is_free(token: NewToken) -> None:
    revoke_token(token.id, actor="ada")
    assert authenticate(create_token("backend", [Scope.READ], actor="ada").secret).name == "backend"


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("name", ["", " ", "a/b", "a\nb", "x" * 61, "\0", "\ud83d", "\u202e"])
def test_a_name_is_one_short_line(name: str) -> None:
    with pytest.raises(InvalidInput, match="name"):
        create_token(name, [Scope.READ], actor="ada")
    assert list_tokens() == []


@pytest.mark.usefixtures("database")
def test_a_token_is_good_for_something() -> None:
    with pytest.raises(InvalidInput, match="choose at least one of start, read"):
        create_token("backend", [], actor="ada")


@pytest.mark.usefixtures("database")
def test_a_token_that_is_not_there_is_told() -> None:
    with pytest.raises(NotFound, match="no token “gone”"):
        revoke_token("gone", actor="ada")


def test_tokens_that_hold_come_first(token: NewToken) -> None:
    revoke_token(token.id, actor="ada")
    create_token("zeta", [Scope.READ], actor="ada")
    create_token("alpha", [Scope.START, Scope.READ], actor="ada")
    assert [(row.name, row.scopes) for row in list_tokens()] == [
        ("alpha", ("read", "start")),
        ("zeta", ("read",)),
        ("backend", ("start",)),
    ]
