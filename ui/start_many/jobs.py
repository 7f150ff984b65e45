"""The list of jobs."""

from collections.abc import Sequence

from domain.looks import Look
from domain.vocabulary import Outcome
from services.read_job import JobDetail
from ui.table import Column, show_table

RUNNING, STOPPED, DONE = Look("Running", "▶", "blue"), Look("Stopped", "‖", "yellow"), Look("Through", "✓", "green")


def look_of(job: JobDetail) -> Look:
    """How a job stands."""
    if job.done_at is not None:
        return DONE
    return STOPPED if job.stopped_at is not None else RUNNING


def show_jobs(jobs: Sequence[JobDetail]) -> None:
    """A table whose rows open the job."""
    columns = [
        Column[JobDetail]("Name", lambda job: job.name, width=230),
        Column("State", look_of, "status", looks=(RUNNING, STOPPED, DONE), width=120),
        Column("Template", lambda job: f"{job.template_name} {job.version}", width=230),
        Column("Rows", lambda job: job.counts.rows, "number", width=80),
        Column("Started", lambda job: job.counts.outcomes.get(Outcome.STARTED, 0), "number", width=80),
        Column("Not tried yet", lambda job: job.counts.waiting, "number", width=110),
        Column("Made", lambda job: job.created_at, "moment", width=155),
        Column("By", lambda job: job.created_by, width=150),
        Column("Why", lambda job: job.reason, width=250),
    ]
    show_table(jobs, columns, key="start_many.jobs", opens=lambda job: ("job", {"id": job.id}))
