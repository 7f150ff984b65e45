"""One version: its definition, its state, and what may become of it."""

import streamlit as st

from domain.errors import shorten
from domain.looks import ACTIVE
from domain.reading_order import reading_order
from domain.vocabulary import Format, VersionStatus
from services.get_version import VersionDetail
from services.read_ledger import read_ledger
from ui.deeds import show_deeds
from ui.drawing import show_no_drawing
from ui.facts import show_facts
from ui.frame import guard
from ui.header import page_header
from ui.json_view import show_json
from ui.links import link
from ui.panes import panes
from ui.subject import subject
from ui.times import utc
from ui.version.actions import show_test_run, show_version_actions
from ui.version.draft import Draft
from ui.version.drawing import show_version_drawing
from ui.version.editor import edit_draft, keep_draft, waiting_for
from ui.version.left_over import show_left_over
from ui.version.sight import VersionSight, look_at
from ui.wording import DRAINING, FORMATS


def show_origin(sight: VersionSight) -> None:
    """Who wrote and published it, from what, and what uses it."""
    version = sight.version
    show_facts(
        [
            ("Author", version.author or "not recorded"),
            ("Written", utc(version.created_at)),
            ("Published by", version.published_by),
            ("Published", utc(version.published_at) if version.published_at else None),
            ("Based on", sight.number_of(version.based_on_id)),
            ("Active version", sight.active_number or "none: the template is off"),
            ("Executions", f"{version.executions:,}" if version.executions < 1000 else "1,000 or more"),
            ("Format", FORMATS[version.format]),
        ]
    )


def show_ways(sight: VersionSight) -> None:
    """Where one goes from here: its executions, a comparison."""
    version = sight.version
    others = [each.id for each in sight.siblings if each.id != version.id]
    link("executions", "Executions of this version", template=version.template_id, version=version.id)
    if others:
        other = version.active_version_id if version.active_version_id in others else others[0]
        link("compare", f"Compare with {sight.number_of(other)}", a=other or "", b=version.id)


def show_text(version: VersionDetail, draft: Draft | None) -> None:
    """The definition as JSON: to edit while it is a draft, else to read."""
    if draft:
        edit_draft(draft)
    else:
        definition = reading_order(version.definition)
        show_json(definition, name=f"{version.template_name} {version.version}", key="version.json", lines_shown=36)


guard()
sight = subject(look_at, "version", up=("templates", "Templates"))
version = sight.version
draft = Draft(version) if version.status is VersionStatus.DRAFT else None
if draft:
    keep_draft(draft)
    sight, version = look_at(version.id), draft.stored
marks = (ACTIVE if version.is_active else None, DRAINING if sight.row and sight.row.is_draining else None)

link("template", shorten(version.template_name, 200), icon=":material/chevron_left:", id=version.template_id)
with page_header(f"Version {shorten(version.version, 60)}", version.note or "", badges=(version.status, *marks)):
    show_version_actions(sight, unsaved=waiting_for(draft) if draft else None)
show_origin(sight)
with st.container(horizontal=True, vertical_alignment="center"):
    show_ways(sight)
    if draft:
        show_test_run(version, unsaved=waiting_for(draft))
show_left_over(version)
st.subheader("Definition", anchor=False)
if version.format is Format.CUSTOM:
    show_text(version, draft)
    show_no_drawing()
else:
    first, second = panes("version")
    with first if draft else second:
        show_text(version, draft)
    with second if draft else first:
        show_version_drawing(version, draft)
st.subheader("History", anchor=False)
show_deeds(read_ledger(subject_id=version.id), key="version.history")
