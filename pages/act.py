"""One action on all executions that fit a filter: what it would do, and the button that makes a job of it."""

import streamlit as st

from services.execution_address import filter_of
from services.preview_job import preview_job
from ui.frame import guard
from ui.header import page_header
from ui.links import link
from ui.many.button import job_button
from ui.many.choice import address_of, choose_action, moment_of
from ui.many.preview import show_preview

guard()
address = address_of(st.query_params)
with page_header("Act on many", "Exactly the executions that fit the filter of the list, each once, as a job."):
    link("executions", "Back to the list", icon=":material/chevron_left:", **address)
where, until = filter_of(address), moment_of(address)
action = choose_action()
if action is not None:
    preview = preview_job(where, action, until)
    show_preview(preview, action, until)
    job_button(preview, action, address, until)
