"""Moving a link to another template, with what that template would make of the newest payload."""

from collections.abc import Mapping
from functools import partial
from typing import Any

import streamlit as st

from domain.errors import InvalidInput
from services.get_link import LinkDetail
from services.list_payloads import list_payloads
from services.list_templates import list_templates
from services.move_link import move_link
from services.try_expression import try_expression
from ui.act import Decision, action_button
from ui.escape import escape
from ui.link_form import choose_template
from ui.outcome import Done
from ui.times import when


def show_move_link(row: LinkDetail) -> None:
    """The button; the move is refused when somebody else moved the link since the page was drawn."""
    action_button(
        "Move",
        key=f"links.move.{row.id}",
        action=partial(_move, row),
        fields=partial(_fields, row),
        title="Move to another template?",
        consequence=f"**{escape(row.entity_id)}** starts **{escape(row.template_name)}** now. What runs goes on.",
        reason="required",
        icon=":material/move_down:",
    )


def _fields(row: LinkDetail) -> Mapping[str, Any]:
    names = {each.id: each.name for each in list_templates() if each.id != row.template_id}
    chosen = choose_template("New template", names, key=f"links.move.{row.id}.to")
    if chosen:
        st.markdown(_outlook(row, chosen))
    return {"template": chosen}


def _outlook(row: LinkDetail, template_id: str) -> str:
    payloads = list_payloads(row.entity_type, row.entity_id)
    if not payloads:
        return ":gray[:material/help: No event of it came yet, so nobody can tell whether its input will fit.]"
    tried = try_expression(template_id, row.input_expression, payloads[0].value)
    came = f"the newest payload ({when(payloads[0].received_at)})"
    if tried.version is None:
        return ":orange[:material/toggle_off: That template is off: nothing would start.]"
    if tried.fits:
        return f":green[:material/check: {escape(tried.version)} would take {came}.]"
    told = tried.trouble or "; ".join(f"{pointer or 'the input'}: {what}" for pointer, what in tried.problems[:3])
    return f":orange[:material/warning: {escape(tried.version)} would not take {came}: {escape(told)}]"


def _move(row: LinkDetail, decision: Decision) -> Done:
    target = decision.fields["template"]
    if not target:
        raise InvalidInput("new template", "is missing. Choose one.")
    move_link(row.id, target, seen_template_id=row.template_id, actor=decision.actor, reason=decision.reason)
    return Done(f"“{row.entity_id}” was moved.", "links", {"id": row.id})
