"""The recovery queue: what failed and was not made good since, by what went wrong."""

import streamlit as st

from services.read_recovery import MOST_GROUPS, read_recovery
from ui.actor import current_actor
from ui.empty import empty_state
from ui.filters import switch
from ui.frame import guard
from ui.header import page_header
from ui.links import link
from ui.live import live
from ui.recovery.choice import choose_template
from ui.recovery.group import show_group
from ui.recovery.table import show_groups
from ui.wording import counted

EVERY_SECONDS = 30.0

guard()
about = "Roots that failed, with no later success for the same work, and that nobody reran or dealt with."
with page_header("Recovery", about):
    link("executions", "As a list", unrecovered="yes")
with st.container(horizontal=True, vertical_alignment="bottom"):
    template_id = choose_template()
    mine = switch("Mine alone", "mine", help="Groups that I own")


def show() -> None:
    """The groups, and the one that is chosen."""
    found = read_recovery(template_id=template_id, owner=current_actor() if mine else None)
    if not found.groups:
        with empty_state("Nothing waits to be recovered", "What fails appears here, by what went wrong."):
            link("executions", "To the executions")
        return
    kinds = counted(found.groups_total, "group")
    more = f"; the {MOST_GROUPS} largest are shown" if found.groups_total > MOST_GROUPS else ""
    st.caption(f"{counted(found.total, 'failure')} in {kinds}{more}.")
    chosen = show_groups(found.groups)
    if chosen is not None:
        show_group(chosen)


live(EVERY_SECONDS)(show)()
