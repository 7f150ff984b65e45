"""How far a job is, row by row; it refreshes itself while workers are at it."""

import streamlit as st

from domain.looks import Look, looks_of
from domain.vocabulary import ItemOutcome
from services.read_job import JobCounts, JobDetail, JobRow, list_job_rows, read_job
from ui.badges import badge
from ui.live import live
from ui.start_many.jobs import look_of
from ui.table import Column, Target, show_table
from ui.wording import ON_ITS_WAY

EVERY_SECONDS = 2.0
SIZE = 100
WAITING = Look("Not tried yet", "○", "gray")


def show_progress(job: JobDetail, outcome: ItemOutcome | None) -> None:
    """Counts and rows; the whole page is drawn again once the job stands differently."""
    live(EVERY_SECONDS if job.is_open or job.counts.on_their_way else None)(_follow)(job, outcome)


def _follow(before: JobDetail, outcome: ItemOutcome | None) -> None:
    job = read_job(before.id)
    if (look_of(job), job.counts.on_their_way > 0) != (look_of(before), before.counts.on_their_way > 0):
        st.rerun()
    _counts(job.counts)
    _rows(job, outcome)


def _counts(counts: JobCounts) -> None:
    done = counts.rows - counts.waiting
    st.progress(done / counts.rows if counts.rows else 1.0, f"{done:,} of {counts.rows:,} rows done")
    shown = [badge(outcome, f"{number:,}") for outcome, number in sorted(counts.outcomes.items())]
    if counts.on_their_way:
        shown.append(badge(ON_ITS_WAY, f"{counts.on_their_way:,}"))
    if counts.waiting:
        shown.append(badge(WAITING, f"{counts.waiting:,}"))
    st.markdown(" ".join(shown))


def _rows(job: JobDetail, outcome: ItemOutcome | None) -> None:
    after = st.session_state.get(_place(job.id), 0)
    rows = list_job_rows(job.id, outcomes=[outcome] if outcome else (), after=after, size=SIZE + 1)
    looks = (ON_ITS_WAY, WAITING, *looks_of(ItemOutcome).values())
    columns = [
        Column[JobRow]("Row", lambda row: row.number, width=70),
        Column("Outcome", _look, "status", looks=looks, width=150),
        Column("Detail", lambda row: row.detail, width=420),
        Column("Execution", lambda row: row.execution_id, width=220),
        Column("Name", lambda row: row.name, width=180),
        Column("Done", lambda row: row.done_at, "moment", width=155),
        Column("Service request", lambda row: row.service_request_id, width=150),
    ]
    show_table(rows[:SIZE], columns, key=f"job.rows.{job.id}", opens=lambda row: _target(job, row))
    with st.container(horizontal=True, horizontal_alignment="right", vertical_alignment="center"):
        st.caption("Click a row's number to open its execution.", width="content")
        st.button("First", key="job.first", disabled=after == 0, on_click=_go_on, args=(job.id, 0))
        last = rows[SIZE - 1].number if len(rows) > SIZE else after
        st.button("Next", key="job.next", disabled=len(rows) <= SIZE, on_click=_go_on, args=(job.id, last))


def _look(row: JobRow) -> object:
    return row.outcome or (ON_ITS_WAY if row.done_at else WAITING)


def _target(job: JobDetail, row: JobRow) -> Target:
    if row.execution_id:
        return "execution", {"id": row.execution_id}
    return ("deliveries", {"id": row.delivery_id}) if row.delivery_id else ("job", {"id": job.id})


def _place(job_id: str) -> str:
    return f"job.after.{job_id}"


def _go_on(job_id: str, after: int) -> None:
    st.session_state[_place(job_id)] = after
