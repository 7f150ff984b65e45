"""A new draft: its number, what it is based on, and its note."""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from domain.errors import InvalidInput
from domain.json_types import JsonValue
from domain.skeleton import skeleton
from domain.sources import read_source, syntax_of
from domain.version_numbers import next_version
from domain.vocabulary import VersionStatus
from services.create_draft import create_draft
from services.get_template import TemplateDetail
from services.get_version import get_version
from services.list_templates import list_templates
from services.list_versions import VersionRow, list_versions
from ui.act import Decision
from ui.outcome import Done

EMPTY, UPLOADED, FOREIGN = "empty", "uploaded", "foreign"
_KEY = "draft.new"


def draft_fields(template: TemplateDetail, versions: Sequence[VersionRow]) -> Mapping[str, Any]:
    """Inputs of the dialog; the base is a version id, ``empty``, ``uploaded`` or ``foreign``."""
    names = _bases(template, versions)
    bases = list(names)
    base = st.selectbox("Begin from", bases, key=f"{_KEY}.base", format_func=names.__getitem__)
    fields: dict[str, Any] = {"base": base}
    if base == UPLOADED:
        fields["file"] = st.file_uploader(
            "JSON or YAML file", type=["json", "yaml", "yml"], key=f"{_KEY}.file", max_upload_size=5
        )
        fields["text"] = st.text_area("or paste the text", key=f"{_KEY}.text", height=180)
    if base == FOREIGN:
        fields["foreign"] = _foreign_version(template)
    number, note = st.columns([1, 2])
    proposal = next_version([each.version for each in versions])
    fields["version"] = number.text_input("Version", proposal, key=f"{_KEY}.version.{proposal}", max_chars=100)
    fields["note"] = note.text_input("Note", key=f"{_KEY}.note", placeholder="What this version changes")
    return fields


def write_draft(template: TemplateDetail, decision: Decision) -> Done:
    """Make the draft that the dialog describes and go to it."""
    fields = decision.fields
    version, base = fields["version"].strip(), fields["base"]
    based_on = None if base in {EMPTY, UPLOADED, FOREIGN} else base
    version_id = create_draft(
        template.id,
        version=version,
        definition=_definition(template, fields),
        actor=decision.actor,
        note=fields["note"],
        based_on_id=based_on,
    )
    return Done(f"Draft {version} is there.", "version", {"id": version_id})


def _bases(template: TemplateDetail, versions: Sequence[VersionRow]) -> dict[str, str]:
    active = [each for each in versions if each.is_active]
    others = [each for each in versions if not each.is_active]
    named = {each.id: f"{each.version}, the active version" for each in active}
    named |= {each.id: f"{each.version}{', a draft' * (each.status is VersionStatus.DRAFT)}" for each in others}
    empty = {EMPTY: f"An empty {template.format.value.replace('-', ' ')} definition"}
    return {**named, **empty, FOREIGN: "A version of another template", UPLOADED: "A JSON or YAML file or text of mine"}


def _foreign_version(template: TemplateDetail) -> str | None:
    """The version of another template that is copied, None until one is chosen."""
    others = [row for row in list_templates() if row.id != template.id and row.format is template.format]
    names = {row.id: row.name for row in others}
    left, right = st.columns([2, 1])
    chosen = left.selectbox(
        "Other template", list(names), key=f"{_KEY}.other", index=None, format_func=names.__getitem__
    )
    numbers = {row.id: row.version for row in list_versions(chosen)} if chosen else {}
    version: str | None = right.selectbox(
        "Its version", list(numbers), key=f"{_KEY}.foreign.{chosen}", format_func=numbers.__getitem__
    )
    return version


def _definition(template: TemplateDetail, fields: Mapping[str, Any]) -> JsonValue:
    base: str = fields["base"]
    if base == EMPTY:
        return skeleton(template.name, fields["version"].strip(), template.format)
    if base == FOREIGN:
        return get_version(_chosen(fields["foreign"])).definition
    if base != UPLOADED:
        return get_version(base).definition
    file = fields["file"]
    text = _decoded(file.getvalue()) if file else fields["text"]
    if not text.strip():
        raise InvalidInput("definition", "is missing. Choose a file or paste the text.")
    return read_source(text, "definition", syntax_of(file.name) if file else None).value


def _chosen(version: str | None) -> str:
    if version is None:
        raise InvalidInput("definition", "is missing. Choose a template and one of its versions.")
    return version


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InvalidInput("definition", "the file is not UTF-8 text, which a definition must be.") from None
