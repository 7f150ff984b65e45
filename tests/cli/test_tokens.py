"""`pointsman tokens`: what it prints is what the API takes."""

import json

import pytest
from typer.testing import CliRunner, Result

from cli.main import app
from domain.errors import Unauthenticated
from services.authenticate import authenticate
from services.list_tokens import list_tokens

pytestmark = pytest.mark.usefixtures("fresh_database_url")


def tokens(*arguments: str) -> Result:
    """The command in this process."""
    return CliRunner().invoke(app, ["tokens", *arguments])


def test_quiet_prints_the_token_and_nothing_else() -> None:
    answer = tokens("create", "backend", "--scope", "start", "--quiet")
    assert (answer.exit_code, answer.stderr) == (0, "")
    caller = authenticate(answer.stdout.removesuffix("\n"))
    assert (caller.name, caller.scopes) == ("backend", frozenset({"start"}))
    assert list_tokens()[0].created_by == "test"


def test_a_token_is_made_listed_and_revoked() -> None:
    made = tokens("create", "backend")
    [secret] = [line.strip() for line in made.stdout.splitlines() if "pmt_" in line]
    assert authenticate(secret).scopes == {"start", "read"}
    [told] = json.loads(tokens("list", "--json").stdout)
    assert (told["name"], told["scopes"], told["revoked"]) == ("backend", ["read", "start"], None)
    assert secret not in tokens("list").stdout
    assert told["id"] in tokens("list").stdout
    assert tokens("revoke", "backend", "--reason", "Leaked").exit_code == 0
    with pytest.raises(Unauthenticated):
        authenticate(secret)
    assert "revoked 2" in tokens("list").stdout


def test_a_second_token_of_a_name_is_asked_for_on_purpose() -> None:
    tokens("create", "backend")
    refused = tokens("create", "backend", "--quiet")
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert "has a token already" in refused.stderr
    assert tokens("create", "backend", "--further").exit_code == 0
    assert "Name one by its id" in tokens("revoke", "backend").stderr
    assert tokens("revoke", list_tokens()[0].id).exit_code == 0
    assert tokens("revoke", "backend").exit_code == 0


def test_faults_are_sentences() -> None:
    assert "There is no token “gone”" in tokens("revoke", "gone").stderr
    assert tokens("create", "a/b").exit_code == 1
    assert tokens("create", "backend", "--scope", "all").exit_code == 2
    assert "There are no tokens" in tokens("list").stdout
