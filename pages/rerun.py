"""The same work once more: which version, what differs, with which input."""

import streamlit as st

from domain.errors import shorten
from services.get_execution import get_execution
from services.list_reruns import list_reruns
from ui.empty import empty_state
from ui.frame import guard
from ui.header import page_header
from ui.links import link, query
from ui.missing import or_back_to
from ui.rerun.button import rerun_button
from ui.rerun.difference import show_difference
from ui.rerun.fields import ask_context, ask_input
from ui.rerun.refusal import show_why_not
from ui.rerun.version import choose_rerun_version
from ui.worker_warning import warn_without_worker

guard()
execution_id = query("id")
if execution_id is None:
    with empty_state("No execution is chosen", "Open one and choose Rerun."):
        link("executions", "To the executions")
    st.stop()
with or_back_to("executions", "To the executions"):
    execution = get_execution(execution_id)

with page_header(
    f"Rerun {shorten(execution.name, 60)}",
    "A new execution from the beginning, linked to this one. What this one did is not undone.",
    badges=(execution.status,),
):
    link("execution", "Back to the execution", icon=":material/chevron_left:", id=execution.id)
show_why_not(execution)
reruns = list_reruns(execution.id, execution.retried_from)
version = choose_rerun_version(execution)
if version is None:
    st.stop()
warn_without_worker(execution.template_id)
show_difference(execution, version)
left, right = st.columns([3, 2], gap="large")
with left:
    given, problem = ask_input(execution, version)
with right:
    context = ask_context(execution)
rerun_button(execution, version, reruns, given=given, context=context, problem=problem)
