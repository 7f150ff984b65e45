"""One link: what it starts, whether it is enabled, the input that it makes, what was done with it."""

from functools import partial

import streamlit as st

from domain.errors import NotFound, shorten
from services.get_link import LinkDetail, get_link
from services.read_ledger import read_ledger
from services.remove_link import remove_link
from services.set_link_enabled import set_link_enabled
from ui.act import Decision, action_button
from ui.badges import badge
from ui.deeds import show_deeds
from ui.escape import escape
from ui.filters import carried
from ui.link_expression import show_expression
from ui.link_move import show_move_link
from ui.links import link
from ui.outcome import Done
from ui.template.tables import DISABLED, ENABLED
from ui.times import when
from ui.wording import ENTITY_TYPES, active_look


def show_link(link_id: str) -> None:
    """Draw the chosen link with its buttons, or say that it is gone."""
    try:
        row = get_link(link_id)
    except NotFound as error:
        st.warning(escape(error), icon=":material/search_off:")
    else:
        _show(row)


def _show(row: LinkDetail) -> None:
    with st.container(border=True):
        head, buttons = st.columns([3, 2], vertical_alignment="center")
        with head:
            state = badge(ENABLED if row.enabled else DISABLED)
            st.markdown(f"##### {escape(shorten(row.entity_id, 200))} {state}")
            st.caption(f"{ENTITY_TYPES[row.entity_type]} · last fired {when(row.last_fired_at)}")
        with buttons, st.container(horizontal=True, horizontal_alignment="right"):
            show_move_link(row)
            _switch(row)
            _remove(row)
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"Starts {badge(active_look(row.active_version))} of", width="content")
            link("template", shorten(row.template_name, 200), id=row.template_id)
            entity = {"entity_type": row.entity_type.value, "entity_id": row.entity_id}
            link("foresee", "What would it start?", **entity)
            link("deliveries", "Deliveries", entity=row.entity_id)
            link("links", "Close", icon=":material/close:", **carried())
        show_expression(row)
        with st.expander("History of this link"):
            show_deeds(read_ledger(subject_id=row.id), key="links.history")


def _switch(row: LinkDetail) -> None:
    does = "starts nothing; what fires leaves a delivery that says so." if row.enabled else "starts its template again."
    action_button(
        "Disable" if row.enabled else "Enable",
        key=f"links.switch.{row.id}",
        action=partial(_set_enabled, row, not row.enabled),
        consequence=f"**{escape(row.entity_id)}** {does}",
        reason="required",
        icon=":material/pause:" if row.enabled else ":material/play_arrow:",
    )


def _set_enabled(row: LinkDetail, enabled: bool, decision: Decision) -> str:
    set_link_enabled(row.id, enabled, actor=decision.actor, reason=decision.reason)
    return f"The link of “{row.entity_id}” is {'enabled' if enabled else 'disabled'}."


def _remove(row: LinkDetail) -> None:
    def remove(decision: Decision) -> Done:
        remove_link(row.id, actor=decision.actor, reason=decision.reason)
        return Done(f"The link of “{row.entity_id}” was removed.", "links")

    action_button(
        "Remove",
        key=f"links.remove.{row.id}",
        action=remove,
        consequence=f"**{escape(row.entity_id)}** starts nothing any more. To pause it, disable it instead.",
        reason="required",
        icon=":material/link_off:",
    )
