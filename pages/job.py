"""One job: how far it is, what came of each item, and the way to stop it or let it go on."""

from functools import partial

import streamlit as st

from domain.errors import shorten
from domain.looks import looks_of
from domain.vocabulary import ItemOutcome
from services.export_job import export_job
from services.read_job import read_job
from ui.empty import empty_state
from ui.facts import show_facts
from ui.filters import choose
from ui.frame import guard
from ui.header import page_header
from ui.links import link, query
from ui.missing import or_back_to
from ui.start_many.control import show_control
from ui.start_many.jobs import look_of, what_of
from ui.start_many.progress import show_progress
from ui.times import when

CORRECTED = " Corrected, it can be uploaded as a new list."

guard()
job_id = query("id")
if job_id is None:
    with empty_state("No job is chosen", "Pick one from the list."):
        link("jobs", "To the jobs")
    st.stop()
with or_back_to("jobs", "To the jobs"):
    job = read_job(job_id)

with page_header(shorten(job.name), badges=(job.action, look_of(job)), up=("jobs", "Jobs")):
    show_control(job)
    st.download_button(
        "Outcomes",
        partial(export_job, job.id),
        f"outcomes-{job.id}.csv",
        "text/csv",
        key="job.export",
        icon=":material/download:",
        help="Every row with its outcome, as CSV." + (CORRECTED if job.action.is_start else ""),
        on_click="ignore",
    )
show_facts(
    [
        what_of(job),
        ("Made", when(job.created_at)),
        ("By", job.created_by),
        ("Why", job.reason),
        ("Stopped by", job.stopped_by),
    ],
    columns=5,
)
words = looks_of(ItemOutcome)
chosen = choose("Outcome", "outcome", [*words], lambda word: words[word].text if word in words else word)
show_progress(job, ItemOutcome(chosen) if chosen in words else None)
