"""The list of jobs."""

from collections.abc import Sequence
from functools import partial
from urllib.parse import parse_qsl

from domain.errors import shorten
from domain.looks import Look
from domain.vocabulary import ItemOutcome, JobAction
from services.read_job import JobDetail
from ui.facts import Fact
from ui.links import link
from ui.table import Column, show_table

RUNNING, STOPPED, DONE = Look("Running", "▶", "blue"), Look("Stopped", "‖", "yellow"), Look("Through", "✓", "green")


def look_of(job: JobDetail) -> Look:
    """How a job stands."""
    if job.done_at is not None:
        return DONE
    return STOPPED if job.stopped_at is not None else RUNNING


def _template(job: JobDetail) -> str | None:
    return f"{job.template_name} {job.version}" if job.template_id else None


def _done(job: JobDetail) -> int:
    return sum(job.counts.outcomes.get(each, 0) for each in (ItemOutcome.STARTED, ItemOutcome.DONE))


def what_of(job: JobDetail) -> Fact:
    """What it starts, or the list of what it acts on."""
    if job.template_id:
        name = f"{shorten(job.template_name or '')} {job.version}"
        return "Template", partial(link, "template", name, id=job.template_id)
    address = dict(parse_qsl(job.query or ""))
    return "Acts on", partial(link, "executions", "The list now", **address)


def show_jobs(jobs: Sequence[JobDetail]) -> None:
    """A table whose rows open the job."""
    columns = [
        Column[JobDetail]("Name", lambda job: job.name, width=230),
        Column("State", look_of, "status", looks=(RUNNING, STOPPED, DONE), width=120),
        Column("Action", lambda job: job.action, "status", statuses=JobAction, width=210),
        Column("Template", _template, width=230),
        Column("Rows", lambda job: job.counts.rows, "number", width=80),
        Column("Done", _done, "number", width=80),
        Column("Not tried yet", lambda job: job.counts.waiting, "number", width=110),
        Column("Made", lambda job: job.created_at, "moment", width=155),
        Column("By", lambda job: job.created_by, width=150),
        Column("Why", lambda job: job.reason, width=250),
    ]
    show_table(jobs, columns, key="start_many.jobs", opens=lambda job: ("job", {"id": job.id}))
