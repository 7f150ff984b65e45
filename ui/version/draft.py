"""One draft in one session: what is typed, what that began from, and what is stored.

What was saved by somebody else in between is noticed by its content hash, never by time, and never overwritten unseen.
"""

import secrets
from dataclasses import dataclass, field
from functools import lru_cache

import streamlit as st

from domain.errors import Conflict, InvalidInput, NotAllowed
from domain.json_types import JsonValue
from domain.json_values import content_hash
from domain.pretty import pretty
from domain.reading_order import reading_order
from domain.sources import Source, Syntax, Unreadable, read_source
from services.get_version import VersionDetail, get_version
from services.save_draft import Manner, Names, save_draft
from ui.actor import current_actor
from ui.editor import Answer, Typed, heard
from ui.times import utc


@dataclass
class Desk:
    """What an author has before them; ``seen`` is the content hash of ``base``, which the text began from.

    ``own`` are the content hashes that the author has left behind knowingly: what the browser sends may still begin
    from them. ``refused`` says why the text is not saved.
    """

    text: str
    seen: str
    base: JsonValue
    names: Names
    adopt: str
    drops: bool = False
    edit: int = 0
    manner: Manner = Manner.AS_TYPED
    is_merging: bool = False
    refused: str = ""
    own: set[str] = field(default_factory=set)


def piece_key(version_id: str) -> str:
    """The key of the browser's editor for a draft."""
    return f"draft.{version_id}.piece"


def text_key(version_id: str) -> str:
    """Where a session keeps the text that is typed."""
    return f"draft.{version_id}.text"


class Draft:
    """One draft in this session."""

    def __init__(self, version: VersionDetail) -> None:
        self.stored = version
        self.key = f"draft.{version.id}"
        is_new = self.key not in st.session_state
        if is_new:
            self.take_stored()
        self.hear(heard(self.piece_key))
        if not is_new and self._untouched():
            self.take_stored()
        if self.typed_hash == version.content_hash:
            self._take_over(version.content_hash)
        self._follow_names()

    @property
    def piece_key(self) -> str:
        """The key of the browser's editor."""
        return piece_key(self.stored.id)

    @property
    def desk(self) -> Desk:
        """What the author has before them."""
        desk: Desk = st.session_state[self.key]
        return desk

    def take_stored(self, *, drops: bool = False) -> None:
        """Replace what is typed by what is saved; with ``drops`` the browser forgets what it kept too."""
        stored = self.stored
        number, note = stored.version, stored.note or ""
        st.session_state[f"{self.key}.version"], st.session_state[f"{self.key}.note"] = number, note
        text = st.session_state[text_key(self.stored.id)] = pretty(reading_order(stored.definition))
        adopt = secrets.token_hex(6)
        st.session_state[self.key] = Desk(
            text, stored.content_hash, stored.definition, (number, stored.note), adopt, drops
        )

    def keep_mine(self) -> None:
        """Go on from what somebody else saved, which was shown: the next save replaces it."""
        self._take_over(self.stored.content_hash)
        self.desk.manner = Manner.ON_TOP

    def take_names(self, *, mine: bool) -> None:
        """Settle what two called differently: the stored number and note, or the typed ones, saved over them."""
        stored = self.stored
        self.desk.names, self.desk.refused = (stored.version, stored.note), ""
        if mine:
            self.desk.manner = Manner.ON_TOP
        else:
            st.session_state[f"{self.key}.version"] = stored.version
            st.session_state[f"{self.key}.note"] = stored.note or ""

    def merge_by_hand(self) -> None:
        """Show what somebody else saved between the lines of the text."""
        self.desk.is_merging = True

    def hear(self, typed: Typed | None) -> bool:
        """Take over what the browser said; True when that was new."""
        desk = self.desk
        if typed is None or typed.edit == desk.edit:
            return False
        if typed.adopt != desk.adopt:
            if desk.edit or desk.drops:
                return False
            desk.adopt = typed.adopt
        desk.text, desk.edit, desk.refused = typed.text, typed.edit, ""
        if typed.base != desk.seen and typed.base not in desk.own:
            desk.seen, desk.base = typed.base, _value(typed.base_text)
        st.session_state[text_key(self.stored.id)] = typed.text
        return True

    def typed(self, name: str) -> str:
        """What stands in the field ``version`` or ``note``."""
        return str(st.session_state.get(f"{self.key}.{name}") or "").strip()

    def source(self) -> Source:
        """The typed definition. Raises: Unreadable with line and column."""
        return read_source(self.text, "definition", Syntax.JSON)

    @property
    def text(self) -> str:
        """The typed text."""
        return str(st.session_state[text_key(self.stored.id)] or "")

    @property
    def typed_hash(self) -> str | None:
        """The content hash of what is typed, None while it is no JSON."""
        return hash_of(self.text)

    @property
    def is_in_conflict(self) -> bool:
        """True when somebody else saved another text since the author began."""
        return self.desk.seen != self.stored.content_hash and self.typed_hash != self.stored.content_hash

    @property
    def are_names_in_conflict(self) -> bool:
        """True when somebody else gave the draft another number or note than the author is giving it."""
        return self.desk.names != (self.stored.version, self.stored.note)

    @property
    def is_unsaved(self) -> bool:
        """True when a field differs from what is saved."""
        named = self.typed("version"), self.typed("note")
        return self.typed_hash != self.stored.content_hash or named != (self.stored.version, self.stored.note or "")

    def save(self, manner: Manner, actor: str) -> None:
        """Save what is typed. Raises: InvalidInput, Conflict, NotAllowed."""
        desk, source = self.desk, self.source()
        number, note = self.typed("version"), self.typed("note") or None
        new = save_draft(
            self.stored.id,
            definition=source.value,
            version=number,
            note=note,
            seen_hash=desk.seen,
            seen_names=desk.names,
            actor=actor,
            manner=manner,
        )
        desk.own.add(desk.seen)
        desk.seen, desk.base, desk.names = new, source.value, (number, note)
        desk.manner, desk.is_merging, desk.refused = Manner.AS_TYPED, False, ""
        self.stored = get_version(self.stored.id)

    def keep(self, actor: str) -> None:
        """Save what is typed in passing, where it can be saved; why not is told by ``answer``."""
        desk = self.desk
        if not self.is_unsaved or self.is_in_conflict or self.are_names_in_conflict:
            return
        try:
            self.save(desk.manner, actor)
        except Unreadable as error:
            at = f"line {error.place.line}, column {error.place.column}: " if error.place else ""
            desk.refused = f"Not saved: {at}{error.reason}"
        except Conflict:
            self.stored = get_version(self.stored.id)
        except (InvalidInput, NotAllowed) as error:
            desk.refused = f"Not saved: {error}"

    def answer(self) -> Answer:
        """What became of the text."""
        desk, stored = self.desk, self.stored
        if self.is_in_conflict:
            who = "you saved in another tab" if stored.author == current_actor() else f"{stored.author} saved"
            said = f"Not saved: {who} in between. Choose above what becomes of it."
            return Answer(desk.edit, None, said, "orange")
        if self.typed_hash != stored.content_hash:
            return Answer(desk.edit, None, desk.refused or "Not saved yet.", "orange")
        return Answer(desk.edit, stored.content_hash, f"Saved {utc(stored.updated_at)}", "green")

    def _take_over(self, seen: str) -> None:
        desk = self.desk
        if desk.seen != seen:
            desk.own.add(desk.seen)
            desk.seen, desk.base = seen, self.stored.definition

    def _follow_names(self) -> None:
        """Number and note that others changed, and this author did not, are shown as they are now."""
        desk, stored = self.desk, (self.stored.version, self.stored.note or "")
        fields, seen = ("version", "note"), (desk.names[0], desk.names[1] or "")
        typed = tuple(self.typed(name) for name in fields)
        if all(now in (was, mine) or mine == was for was, now, mine in zip(seen, stored, typed, strict=True)):
            for name, was, now, mine in zip(fields, seen, stored, typed, strict=True):
                if mine == was != now:
                    st.session_state[f"{self.key}.{name}"] = now
            desk.names = (self.stored.version, self.stored.note)

    def _untouched(self) -> bool:
        """True when others saved while this author had typed nothing."""
        desk = self.desk
        named = self.typed("version"), self.typed("note") or None
        is_new = desk.seen != self.stored.content_hash or desk.names != (self.stored.version, self.stored.note)
        return is_new and self.typed_hash == desk.seen and named == desk.names


@lru_cache(maxsize=8)
def hash_of(text: str) -> str | None:
    """The content hash of the definition in a text, None where it is no JSON; a run asks for it several times."""
    try:
        return content_hash(read_source(text, "definition", Syntax.JSON).value)
    except InvalidInput:
        return None


def _value(text: str | None) -> JsonValue:
    """The definition in a text that the browser kept; null where there is none."""
    try:
        return read_source(text, "definition", Syntax.JSON).value if text is not None else None
    except InvalidInput:
        return None
