"""The ledger in words: who did what, when and why."""

from collections.abc import Callable, Sequence

import streamlit as st

from domain.json_types import JsonObject
from domain.version_numbers import is_older
from services.read_ledger import LedgerRow
from ui.table import HEAD_PIXELS, ROW_PIXELS, Column, show_table
from ui.wording import ENTITY_TYPES

MOST_ROWS = 12
MOST_PIXELS = HEAD_PIXELS + MOST_ROWS * ROW_PIXELS + ROW_PIXELS // 2
Words = Callable[[JsonObject, JsonObject], str]


def show_deeds(rows: Sequence[LedgerRow], *, key: str) -> None:
    """A table of deeds, newest first as given."""
    if not rows:
        st.caption("Nothing is recorded. What the backend does itself leaves no entry here.")
        return
    columns: list[Column[LedgerRow]] = [
        Column("What", deed, width=275),
        Column("Why", lambda row: row.reason, width=275),
        Column("Who", lambda row: row.actor, width=160),
        Column("When", lambda row: row.at, kind="moment", width=150),
    ]
    show_table(rows, columns, key=key, height=MOST_PIXELS if len(rows) > MOST_ROWS else None)


def deed(row: LedgerRow) -> str:
    """What was done, in a few words; an action without words of its own shows its name and subject."""
    words = _WORDS.get(row.action)
    return words(row.before or {}, row.after or {}) if words else f"{row.action} {row.subject_id}"


def _edited(before: JsonObject, after: JsonObject) -> str:
    if before.get("name") != after.get("name"):
        return f"Renamed from “{before.get('name')}” to “{after.get('name')}”"
    return "Changed the description"


def _saved(before: JsonObject, after: JsonObject) -> str:
    if before.get("version") != after.get("version"):
        return f"Changed draft {before.get('version')}, now {after.get('version')}"
    return f"Changed draft {after.get('version')}"


def _activated(before: JsonObject, after: JsonObject) -> str:
    was, now = before.get("version"), str(after.get("version"))
    if not isinstance(was, str):
        return f"Activated {now}; the template was off"
    return f"Rolled back to {now} from {was}" if is_older(now, was) else f"Activated {now} in place of {was}"


def _decided(before: JsonObject, after: JsonObject) -> str:
    was = str(before.get("outcome") or "").replace("_", " ").lower()
    now = str(after.get("outcome") or "on its way").replace("_", " ").lower()
    return f"Decided again: {was}, then {now}{'; payload corrected' if 'payload' in after else ''}"


def _entity(link: JsonObject) -> str:
    return f"{_TYPES.get(str(link.get('entityType')), 'entity')} {link.get('entityId')}"


def _expressed(before: JsonObject, after: JsonObject) -> str:
    if not after.get("inputExpression"):
        return "Removed a link’s input expression"
    return f"{'Changed' if before.get('inputExpression') else 'Set'} a link’s input expression"


def _scopes(token: JsonObject) -> str:
    scopes = token.get("scopes")
    return " and ".join(map(str, scopes)) if isinstance(scopes, list) else ""


_TYPES = {kind.value: word.lower() for kind, word in ENTITY_TYPES.items()}
_WORDS: dict[str, Words] = {
    "template.create": lambda _, after: f"Made the template “{after.get('name')}”",
    "template.edit": _edited,
    "template.switch_off": lambda before, _: f"Switched the template off; {before.get('version')} was active",
    "template.delete": lambda before, _: f"Deleted the template “{before.get('name')}”",
    "version.draft": lambda _, after: f"Wrote draft {after.get('version')}",
    "version.save": _saved,
    "version.publish": lambda _, after: f"Published {after.get('version')}",
    "version.activate": _activated,
    "version.deprecate": lambda _, after: f"Deprecated {after.get('version')}",
    "version.reinstate": lambda _, after: f"Reinstated {after.get('version')}",
    "version.delete": lambda before, _: f"Deleted draft {before.get('version')}",
    "start_job.create": lambda _, after: f"Started {after.get('fitting')} from the list “{after.get('name')}”",
    "job.create": lambda _, after: f"Made the job “{after.get('name')}” of {after.get('items')} executions",
    "start_job.stop": lambda _before, _after: "Stopped a job",
    "start_job.resume": lambda _before, _after: "Resumed a job",
    "delivery.retry": _decided,
    "link.add": lambda _, after: f"Linked {_entity(after)}",
    "link.move": lambda before, after: f"Moved {_entity(after)} here from “{before.get('template')}”",
    "link.leave": lambda before, after: f"Moved {_entity(before)} away to “{after.get('template')}”",
    "link.expression": _expressed,
    "link.remove": lambda before, _: f"Removed the link of {_entity(before)}",
    "link.enable": lambda _before, _after: "Enabled a link",
    "link.disable": lambda _before, _after: "Disabled a link",
    "token.create": lambda _, after: f"Made a token of “{after.get('name')}”: {_scopes(after)}",
    "token.revoke": lambda before, _: f"Revoked a token of “{before.get('name')}”",
}
