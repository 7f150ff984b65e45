"""`pointsman tokens`: make, list and revoke tokens of the HTTP API."""

import getpass
import json
from typing import Annotated

import typer

from domain.errors import InvalidInput, NotFound
from domain.settings import get_settings
from domain.vocabulary import Scope

tokens = typer.Typer(help="Make, list and revoke tokens of the HTTP API.", no_args_is_help=True)
BOTH = [Scope.START, Scope.READ]


@tokens.command()
def create(
    name: Annotated[str, typer.Argument(help="Who calls, such as backend; it starts what the token starts.")],
    scope: Annotated[
        list[Scope] | None, typer.Option(help="What it is good for; may come twice. Both if none.")
    ] = None,
    further: Annotated[
        bool, typer.Option("--further", help="Also where the name has a token: to replace it without a pause.")
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="Print the token and nothing else.")] = False,
) -> None:
    """Make a token and print it, once: it is stored nowhere."""
    from services.create_token import create_token  # slow to import for the other commands

    token = create_token(name, scope or BOTH, actor=_actor(), further=further)
    if quiet:
        print(token.secret)
        return
    print(f"“{token.name}” has this token now. Keep it: it is never shown again.\n\n  {token.secret}\n")


@tokens.command("list")
def list_(as_json: Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")] = False) -> None:
    """List all tokens: who made them, what they are good for, when they were used last (UTC)."""
    from services.list_tokens import TokenRow, list_tokens

    def told(row: TokenRow) -> dict[str, str | list[str] | None]:
        moments = {name: getattr(row, f"{name}_at") for name in ("created", "last_used", "revoked")}
        when = {name: moment and f"{moment:%Y-%m-%d %H:%M:%S}Z" for name, moment in moments.items()}
        return {"id": row.id, "name": row.name, "scopes": [*row.scopes], "created_by": row.created_by, **when}

    rows = [told(row) for row in list_tokens()]
    if as_json:
        print(json.dumps(rows, indent=2, ensure_ascii=False))
        return
    for row in rows:
        state = f"revoked {row['revoked']}" if row["revoked"] else f"last used {row['last_used'] or 'never'}"
        print(f"{row['id']}  {row['name']}  {'+'.join(row['scopes'] or [])}  made {row['created']}  {state}")
    if not rows:
        print("There are no tokens. `pointsman tokens create NAME` makes one.")


@tokens.command()
def revoke(
    token: Annotated[str, typer.Argument(metavar="ID_OR_NAME", help="Its id, or its name where that is enough.")],
    reason: Annotated[str | None, typer.Option(help="Why, for the ledger.")] = None,
) -> None:
    """Revoke a token, at once and for good."""
    from services.list_tokens import list_tokens
    from services.revoke_token import revoke_token

    found = [row for row in list_tokens() if row.id == token or (row.name == token and not row.is_revoked)]
    if not found:
        raise NotFound("token", token)
    if len(found) > 1:
        raise InvalidInput("name", f"{len(found)} tokens are called “{token}”. Name one by its id.")
    revoke_token(found[0].id, actor=_actor(), reason=reason)
    print(f"The token {found[0].id} of “{found[0].name}” is revoked.")


def _actor() -> str:
    return get_settings().actor or getpass.getuser()
