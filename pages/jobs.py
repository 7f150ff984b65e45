"""Jobs: actions on many executions, and many starts from a list."""

from services.read_job import list_jobs
from ui.empty import empty_state
from ui.frame import guard
from ui.header import page_header
from ui.links import link
from ui.start_many.jobs import show_jobs

guard()
with page_header("Jobs", "One action on many things. A job goes on wherever it was interrupted, and can be stopped."):
    link("start_many", "Start many")
jobs = list_jobs(limit=100)
if jobs:
    show_jobs(jobs)
else:
    with empty_state("No job was made yet", "Filter the list of executions, then choose “Act on all that fit”."):
        link("executions", "To the executions")
