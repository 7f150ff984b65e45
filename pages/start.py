"""Start something by hand: a template's version, or whatever an entity is linked to."""

import streamlit as st

from domain.ids import new_id
from ui.escape import escape
from ui.frame import guard
from ui.header import page_header
from ui.missing import or_back_to
from ui.start.by_entity import start_by_entity
from ui.start.by_template import start_by_template
from ui.start.prefill import BY_ENTITY, BY_TEMPLATE, Draft, prefill
from ui.start.refusal import show_refusal

guard()
page_header("Start", "Start a workflow by hand. It is asked for a reason, and starts once however often you click.")
draft: Draft = st.session_state.setdefault("start.draft", Draft(new_id()))
with or_back_to("start", "Start with empty fields"):
    prefill(draft)
if draft.like:
    st.info(
        f"Filled with version, input and context of execution {escape(draft.like)}. "
        "Change what should differ; the version may be the original one or the active one.",
        icon=":material/content_copy:",
    )

way = st.segmented_control(
    "What to start", [BY_TEMPLATE, BY_ENTITY], key="start.way", required=True, label_visibility="collapsed"
)
show_refusal(draft)
if way == BY_ENTITY:
    start_by_entity(draft)
else:
    start_by_template(draft)
