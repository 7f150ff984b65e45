"""What can be done with a template."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import streamlit as st

from services.delete_template import delete_template
from services.edit_template import edit_template
from services.get_template import TemplateDetail
from services.list_versions import VersionRow
from services.read_impact import Standing, read_standing
from services.switch_off_template import switch_off_template
from ui.act import Decision, action_button
from ui.escape import escape
from ui.links import go
from ui.outcome import Done
from ui.template.draft_form import draft_fields, write_draft
from ui.template.form import name_fields
from ui.version.impact import show_callers, show_links, show_running
from ui.version.sheet import Sheet
from ui.wording import counted


def show_template_actions(template: TemplateDetail, versions: Sequence[VersionRow]) -> None:
    """Start and new draft as buttons; what is done rarely stands in a menu."""
    with st.popover("More"):
        _edit(template)
        _switch_off(template)
        _delete(template, len(versions))
    off = "The template is switched off: publish and activate a version first."
    startable = template.active_version_id is not None
    if st.button("Start", icon=":material/play_circle:", disabled=not startable, help=None if startable else off):
        go("start", template=template.id)
    action_button(
        "New draft",
        key="draft.new",
        action=lambda decision: write_draft(template, decision),
        fields=lambda: draft_fields(template, versions),
        reason="none",
        title="New draft",
        confirm="Write draft",
        primary=True,
        icon=":material/edit_note:",
    )


def _edit(template: TemplateDetail) -> None:
    def rename(decision: Decision) -> str:
        name, description = decision.fields["name"], decision.fields["description"]
        edit_template(template.id, name=name, description=description, actor=decision.actor)
        return "Saved."

    action_button(
        "Edit name",
        key="template.edit",
        action=rename,
        fields=lambda: name_fields("template.edit", template.name, template.description),
        reason="none",
        title="Name and description",
        confirm="Save",
        icon=":material/edit:",
    )


def _switch_off(template: TemplateDetail) -> None:
    sheet = Sheet(partial(read_standing, template.id))

    def switch_off(decision: Decision) -> str:
        with sheet.bound() as seen:
            active = seen.active_version_id
            switch_off_template(
                template.id, reason=decision.reason, seen_active_id=active, actor=decision.actor, seen=seen
            )
        return f"“{template.name}” is switched off."

    action_button(
        "Switch off",
        key="template.switch_off",
        action=switch_off,
        reason="required",
        fields=partial(_standing, sheet),
        icon=":material/power_settings_new:",
        disabled_because=None if template.active_version_id else "The template is switched off already.",
    )


def _standing(sheet: Sheet[Standing]) -> Mapping[str, Any]:
    standing = sheet.facts
    st.markdown(
        f"Version **{escape(standing.active_version or 'none')}** is active now. Without an active version nothing new "
        "starts: a link that fires leaves a delivery that says so. What runs goes on."
    )
    show_links(standing, "will start nothing any more")
    show_running(standing)
    show_callers([each for each in standing.callers if each.follows], (), standing.active_version or "", lost=True)
    return {}


def _delete(template: TemplateDetail, versions: int) -> None:
    def delete(decision: Decision) -> Done:
        delete_template(template.id, reason=decision.reason, actor=decision.actor)
        return Done(f"“{template.name}” was deleted.", "templates")

    action_button(
        "Delete",
        key="template.delete",
        action=delete,
        consequence=f"“{escape(template.name)}” goes for good, with {counted(versions, 'version')}.",
        reason="required",
        icon=":material/delete:",
        disabled_because=template.deletion_refused,
    )
