"""One template: its versions, links and history."""

from collections.abc import Sequence

import streamlit as st

from domain.errors import shorten
from domain.vocabulary import Format
from services.get_template import TemplateDetail, get_template
from services.get_version import get_version
from services.list_links import LinkFilter, LinkRow, list_links
from services.list_versions import VersionRow, list_versions
from services.read_ledger import read_ledger
from ui.deeds import show_deeds
from ui.drawing import show_drawing
from ui.empty import empty_state
from ui.filters import carried
from ui.frame import guard
from ui.header import page_header
from ui.link_form import show_add_link
from ui.links import link
from ui.subject import subject
from ui.table import show_table
from ui.template.actions import show_template_actions
from ui.template.history import show_periods
from ui.template.schema import show_schema
from ui.template.tables import VERSION_COLUMNS, link_columns
from ui.wording import FORMATS, active_look
from ui.worker_warning import warn_without_worker

MOST_LINKS = 100


def describe(template: TemplateDetail) -> str:
    """Description, format, and where a custom template runs."""
    runs = f"{template.workflow_type} on task queue {template.task_queue}" if template.workflow_type else None
    return " · ".join(part for part in (template.description, FORMATS[template.format], runs) if part)


def show_versions(rows: Sequence[VersionRow]) -> None:
    """All versions, the highest first; a number leads to its version."""
    st.subheader("Versions", anchor=False)
    if not rows:
        with empty_state("No version yet", "Write the first one with “New draft”, then publish and activate it."):
            return
    show_table(rows, VERSION_COLUMNS, key="template.versions", opens=lambda row: ("version", {"id": row.id}))
    if len(rows) > 1:
        old = next((each for each in rows[1:] if each.is_active), rows[1])
        link("compare", "Compare two versions", a=old.id, b=rows[0].id)


def show_links(rows: Sequence[LinkRow]) -> None:
    """What starts this template; an entity leads to its link."""
    st.subheader("Links", anchor=False)
    if rows:
        columns = link_columns(rows, with_template=False)
        show_table(rows, columns, key="template.links", opens=lambda row: ("links", {"id": row.id}))
        if len(rows) == MOST_LINKS:
            link("links", f"The first {MOST_LINKS} are shown: see all", template=template.id)
    else:
        st.caption("No product and no service-catalogue entry starts this template. It can be started by hand.")
    here = ("template", {"id": template.id})
    show_add_link(template=template.id, key=f"template.link.{template.id}", then=here, primary=False)


def show_active_version(template: TemplateDetail) -> None:
    """What the template does now, drawn."""
    if template.active_version_id is None or template.format is Format.CUSTOM:
        return
    st.subheader("What it does", anchor=False)
    link("version", f"Version {template.active_version}, the active one", id=template.active_version_id)
    definition = get_version(template.active_version_id).definition
    show_drawing(definition, key=f"drawing.{template.active_version_id}", height=480)


guard()
template = subject(get_template, "template", up=("templates", "Templates"))
versions = list_versions(template.id)
link("templates", "Templates", icon=":material/chevron_left:", **carried())
with page_header(shorten(template.name, 200), describe(template), badges=(active_look(template.active_version),)):
    show_template_actions(template, versions)
warn_without_worker(template.id)
show_schema(template)
show_versions(versions)
show_links(list_links(LinkFilter(template_id=template.id), size=MOST_LINKS).rows)
show_active_version(template)
show_periods(template.id)
st.subheader("History", anchor=False)
show_deeds(read_ledger(template_id=template.id), key="template.history")
