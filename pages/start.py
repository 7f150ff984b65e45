"""Start something by hand: a template's version, or whatever an entity is linked to."""

import streamlit as st

from domain.ids import new_id
from ui.escape import escape
from ui.frame import guard
from ui.header import page_header
from ui.links import link
from ui.missing import or_back_to
from ui.start.by_entity import start_by_entity
from ui.start.by_template import start_by_template
from ui.start.choice import choose_what
from ui.start.draft import Draft
from ui.start.prefill import prefill
from ui.start.refusal import show_refusal

guard()
about = "Start a workflow by hand. It is asked for a reason, and starts once however often you click."
with page_header("Start", about):
    link("start_many", "Start many from a list")
draft: Draft = st.session_state.setdefault("start.draft", Draft(new_id()))
with or_back_to("start", "Start with empty fields"):
    prefill(draft)
if draft.like:
    st.info(
        f"Filled with version, input and context of execution {escape(draft.like)}. "
        "Change what should differ; the version may be the original one or the active one.",
        icon=":material/content_copy:",
    )
if draft.unlike:
    st.warning(f"Nothing was filled in. {escape(draft.unlike)}", icon=":material/block:")

chosen = choose_what()
show_refusal(draft)
if chosen is not None and chosen.entity is not None:
    start_by_entity(draft, chosen.entity, chosen.found)
elif chosen is not None and chosen.found is not None:
    start_by_template(draft, chosen.found)
