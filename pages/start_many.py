"""Start many of a kind from a CSV: choose, upload, look at what would come of each row, start."""

import streamlit as st

from domain.ids import new_id
from services.read_job import list_jobs
from ui.frame import guard
from ui.header import page_header
from ui.links import link
from ui.start.draft import Draft
from ui.start_many.choice import choose_version_for_many
from ui.start_many.jobs import show_jobs
from ui.start_many.preview import show_preview
from ui.start_many.upload import upload_list

guard()
with page_header("Start many", "One execution for each row of a CSV. Nothing starts before you have seen each row."):
    link("start", "Start a single one")
draft: Draft = st.session_state.setdefault("start_many.draft", Draft(new_id()))
version = choose_version_for_many(draft)
if version is not None:
    listed = upload_list(draft, version)
    if listed is not None:
        show_preview(draft, version, listed)

jobs = list_jobs(starts_only=True)
if jobs:
    st.subheader("Jobs", anchor=False)
    show_jobs(jobs)
