"""Go on from the task that failed: what would begin again, and the button that does it."""

import streamlit as st

from domain.errors import PointsmanError, shorten
from services.get_execution import get_execution
from services.preview_retry import preview_retry
from ui.empty import empty_state
from ui.execution.asking import ask
from ui.frame import guard
from ui.header import page_header
from ui.links import link, query
from ui.missing import or_back_to
from ui.retrying.button import retry_button
from ui.retrying.plan import show_plan
from ui.retrying.refusal import show_refusal

guard()
execution_id = query("id")
if execution_id is None:
    with empty_state("No execution is chosen", "Open one that failed and choose Retry."):
        link("executions", "To the executions")
    st.stop()
with or_back_to("executions", "To the executions"):
    execution = get_execution(execution_id)

with page_header(
    f"Retry {shorten(execution.name, 60)}",
    "The same execution goes on where it failed. What it had done is not done again.",
    badges=(execution.status,),
):
    link("execution", "Back to the execution", icon=":material/chevron_left:", id=execution.id)
try:
    preview = ask(lambda: preview_retry(execution.id))
except PointsmanError as refusal:
    show_refusal(execution, refusal)
    st.stop()
show_plan(preview)
retry_button(execution, preview)
