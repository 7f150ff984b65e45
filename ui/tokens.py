"""Tokens of the HTTP API: made and shown once, listed, revoked."""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from domain.looks import Look
from domain.vocabulary import Scope
from services.create_token import LONGEST_NAME, NewToken, create_token
from services.list_tokens import TokenRow
from services.read_ledger import read_ledger
from services.revoke_token import revoke_token
from ui.act import Decision, action_button
from ui.badges import badge
from ui.deeds import show_deeds
from ui.escape import escape
from ui.filters import carried
from ui.links import link
from ui.table import Column, show_table
from ui.times import when

HOLDS, REVOKED = Look("Holds", "●", "green"), Look("Revoked", "✕", "gray")
SCOPES = {Scope.START: "start: start work", Scope.READ: "read: see executions, deliveries, links and templates"}
_NEW = "tokens.new"


def show_create() -> None:
    """The button that makes a token; its secret is kept by this session until it was copied."""
    new: list[NewToken] = st.session_state.setdefault(_NEW, [])

    def create(decision: Decision) -> str:
        fields = decision.fields
        new[:] = [create_token(fields["name"], fields["scopes"], actor=decision.actor, further=fields["further"])]
        return f"“{new[0].name}” has a new token."

    action_button(
        "New token",
        key="tokens.create",
        action=create,
        fields=_fields,
        reason="none",
        title="Make a token",
        confirm="Make the token",
        primary=True,
        icon=":material/key:",
    )


def _fields() -> Mapping[str, Any]:
    name = st.text_input(
        "Name", key="tokens.name", max_chars=LONGEST_NAME, placeholder="backend", help="Who calls, in the ledger"
    )
    scopes = [scope for scope, words in SCOPES.items() if st.checkbox(words, key=f"tokens.scope.{scope}")]
    further = st.checkbox(
        "The name may have a token already",
        key="tokens.further",
        help="To replace a token without a pause: tokens of one name share their idempotency keys.",
    )
    return {"name": name, "scopes": scopes, "further": further}


def show_new() -> None:
    """The secret that this session has just made, until its reader has copied it."""
    new: list[NewToken] = st.session_state.setdefault(_NEW, [])
    for token in new:
        with st.container(border=True):
            st.markdown(
                f"**The token of “{escape(token.name)}”. Copy it now: it is stored nowhere, and never shown again.**"
            )
            st.code(token.secret, language=None, wrap_lines=True)
            st.button("I have copied it", key="tokens.copied", icon=":material/check:", on_click=new.clear)


def show_tokens(rows: Sequence[TokenRow]) -> None:
    """The table of tokens."""
    columns: list[Column[TokenRow]] = [
        Column("Name", lambda row: row.name, width=220),
        Column("State", _look, kind="status", looks=(HOLDS, REVOKED), width=100),
        Column("Scopes", lambda row: ", ".join(row.scopes), width=110),
        Column("Last used", lambda row: row.last_used_at, kind="moment", width=150, help="UTC, to the minute"),
        Column("Made", lambda row: row.created_at, kind="moment", width=150),
        Column("Made by", lambda row: row.created_by, width=160),
        Column("Revoked", lambda row: row.revoked_at, kind="moment", width=150),
        Column("Revoked by", lambda row: row.revoked_by, width=160),
    ]
    show_table(rows, columns, key="tokens.table", opens=lambda row: ("tokens", {"id": row.id}))


def show_token(row: TokenRow) -> None:
    """The chosen token, with what was done with it, and the way to revoke it."""
    with st.container(border=True):
        head, buttons = st.columns([3, 1], vertical_alignment="center")
        with head:
            st.markdown(f"##### {escape(row.name)} {badge(_look(row))}")
            st.caption(f"Scopes {escape(', '.join(row.scopes))} · last used {when(row.last_used_at)}")
        with buttons, st.container(horizontal=True, horizontal_alignment="right"):
            _revoke(row)
            link("tokens", "Close", icon=":material/close:", **carried())
        show_deeds(read_ledger(subject_id=row.id), key="tokens.history")


def _revoke(row: TokenRow) -> None:
    def revoke(decision: Decision) -> str:
        revoke_token(row.id, actor=decision.actor, reason=decision.reason or None)
        return f"The token of “{row.name}” is revoked."

    action_button(
        "Revoke",
        key=f"tokens.revoke.{row.id}",
        action=revoke,
        title="Revoke this token?",
        consequence=f"**{escape(row.name)}** is refused from its next request on. This cannot be undone.",
        icon=":material/key_off:",
        disabled_because=f"It was revoked by {row.revoked_by} already." if row.is_revoked else None,
    )


def _look(row: TokenRow) -> Look:
    return REVOKED if row.is_revoked else HOLDS
