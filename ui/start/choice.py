"""What to start: one box that finds templates and entities by name and id."""

from dataclasses import dataclass

import streamlit as st

from domain.errors import shorten
from domain.vocabulary import EntityType
from services.find_startable import Startable, find_startable
from ui.escape import escape
from ui.wording import ENTITY_TYPES

WHAT = "start.what"
TEMPLATE = "template"
_MOST_MATCHES = 8


@dataclass(frozen=True)
class Chosen:
    """A template or an entity; ``found`` is None for an entity that nobody knows."""

    id: str
    entity_type: EntityType | None
    found: Startable | None

    @property
    def entity(self) -> tuple[EntityType, str] | None:
        """Type and id of the entity, None for a template."""
        return (self.entity_type, self.id) if self.entity_type else None


def choose_what() -> Chosen | None:
    """Draw the box; what is typed and known under no such name is looked for everywhere."""
    listed = {_key(each): each for each in find_startable()}
    if not listed:
        st.info("There is no template yet. Make one first.")
        return None
    wanted = st.session_state.get(WHAT)
    options = [*listed, *([wanted] if wanted and wanted not in listed else [])]
    chosen = st.selectbox(
        "What to start",
        options,
        None,
        format_func=lambda key: _label(key, listed.get(key)),
        key=WHAT,
        persist_state="session",
        accept_new_options=True,
        placeholder="Type the name of a template, or the name or id of a product or service",
    )
    return _chosen(chosen, listed.get(chosen)) if chosen else None


def key_of(entity_type: EntityType | None, identity: str) -> str:
    """The option for a template or an entity."""
    return f"{entity_type.value if entity_type else TEMPLATE}:{identity}"


def _key(each: Startable) -> str:
    return key_of(each.entity_type, each.id)


def _label(key: str, found: Startable | None) -> str:
    if found is None:
        kind, _, identity = key.partition(":")
        return f"{shorten(identity, 80)} · {ENTITY_TYPES[EntityType(kind)]}" if kind in set(EntityType) else key
    if found.entity_type is None:
        return f"{shorten(found.name or '', 80)} · Template" + ("" if found.active_version else ", switched off")
    name = f" ({shorten(found.name, 60)})" if found.name else ""
    starts = f"starts {shorten(found.template_name, 60)}" if found.template_name else "linked to nothing"
    return f"{shorten(found.id, 80)}{name} · {ENTITY_TYPES[found.entity_type]}, {starts}"


def _chosen(key: str, found: Startable | None) -> Chosen | None:
    kind, _, identity = key.partition(":")
    if kind == TEMPLATE or found is not None:
        found = found or _template(identity)
        if found is None:
            st.warning(f"There is no template “{escape(shorten(identity))}” any more. Choose another one.")
            return None
        return Chosen(found.id, found.entity_type, found)
    if kind in set(EntityType) and identity.strip():
        return Chosen(identity.strip(), EntityType(kind), _entity(EntityType(kind), identity.strip()))
    return _meant(key.strip())


def _template(identity: str) -> Startable | None:
    return next((each for each in find_startable(identity) if each.entity_type is None and each.id == identity), None)


def _entity(kind: EntityType, identity: str) -> Startable | None:
    return next((each for each in find_startable(identity) if (each.entity_type, each.id) == (kind, identity)), None)


def _meant(typed: str) -> Chosen | None:
    """What a text that is no option means: the one thing that is called so, or one of several to pick from."""
    matches = find_startable(typed, limit=_MOST_MATCHES)
    same = [each for each in matches if typed.casefold() in {each.id.casefold(), (each.name or "").casefold()}]
    for found in (same, matches):
        if len(found) == 1:
            st.caption(escape(f"Found: {_label(_key(found[0]), found[0])}"))
            return Chosen(found[0].id, found[0].entity_type, found[0])
    name = escape(shorten(typed))
    st.caption(f"What is called “{name}”:" if matches else f"Nothing is called “{name}”. As the id of an entity it is:")
    for each in matches:
        _pick(_label(_key(each), each), _key(each))
    for kind, word in {} if matches else ENTITY_TYPES.items():
        _pick(f"{word}: {shorten(typed, 60)}", key_of(kind, typed[:200]))
    return None


def _pick(label: str, key: str) -> None:
    st.button(escape(label), key=f"start.pick.{key}", on_click=_choose, args=(key,), type="tertiary")


def _choose(key: str) -> None:
    st.session_state[WHAT] = key
