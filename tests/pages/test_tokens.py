"""API tokens: made and shown once, listed, revoked."""

import pytest

from domain.vocabulary import Scope
from services.create_token import create_token
from services.revoke_token import revoke_token
from tests.pages.conftest import Opener
from tests.pages.reading import column, words

pytestmark = pytest.mark.usefixtures("database")


def test_without_tokens_it_says_what_to_do(open_page: Opener) -> None:
    assert "No tokens yet" in words(open_page("tokens"))


def test_a_new_token_is_shown_until_it_was_copied(open_page: Opener) -> None:
    page = open_page("tokens")
    token = create_token("backend", [Scope.START], actor="ada")
    page.session_state["tokens.new"].append(token)
    page = page.run()
    assert [block.value for block in page.code] == [token.secret]
    assert "Copy it now" in words(page)
    page = page.button(key="tokens.copied").click().run()
    assert not page.code
    assert column(page, "Name") == ["backend"]
    assert column(page, "Scopes") == ["start"]
    assert token.secret not in words(open_page("tokens"))


def test_a_chosen_token_tells_what_was_done_with_it(open_page: Opener) -> None:
    token = create_token("**back** <b>", [Scope.READ, Scope.START], actor="ada")
    page = open_page("tokens", id=token.id)
    assert "**back** <b>" in words(page)
    assert not page.button(key=f"tokens.revoke.{token.id}.open").disabled
    revoke_token(token.id, actor="bea", reason="Leaked")
    page = page.run()
    assert page.button(key=f"tokens.revoke.{token.id}.open").disabled
    assert column(page, "State", table=-1) == [["✕ Revoked"]]
    assert column(page, "What") == [
        "Revoked a token of “**back** <b>”",
        "Made a token of “**back** <b>”: read and start",
    ]


def test_a_revoked_token_stays_in_the_list(open_page: Opener) -> None:
    revoke_token(create_token("backend", [Scope.READ], actor="ada").id, actor="bea")
    page = open_page("tokens")
    assert (column(page, "Revoked by"), column(page, "Made by")) == (["bea"], ["ada"])


def test_a_token_that_is_gone_is_told(open_page: Opener) -> None:
    assert "no such token" in words(open_page("tokens", id="nobody"))
