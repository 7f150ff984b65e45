"""What would come of each row, and the button that starts them."""

from functools import partial

import streamlit as st

from domain.errors import PointsmanError
from domain.json_values import compact
from domain.looks import Look
from domain.start_lists.listing import ListedStart
from services.check_start_list import ListVerdict, StartList, check_start_list
from services.create_start_job import JobOrder, create_start_job
from ui.act import Decision, action_button
from ui.escape import escape
from ui.outcome import Done
from ui.start.draft import Draft
from ui.start.version import state_in_words, warn_of_test_run
from ui.start_many.choice import ManyOf
from ui.table import Column, show_table
from ui.wording import counted

SHOWN = 100
FITS, DOES_NOT_FIT = Look("Fits", "✓", "green"), Look("Does not fit", "✕", "red")


def show_preview(draft: Draft, many: ManyOf, listed: StartList) -> None:
    """Counts for all rows, the first ones in a table, and the button."""
    try:
        with st.spinner("Looking at each row", show_time=True):
            verdict = _checked(listed.version_id, listed.content, tuple(listed.targets.items()))
    except PointsmanError as refusal:
        st.error(escape(refusal), icon=":material/error:")
        return
    total, fitting = len(verdict.rows), verdict.fitting
    words = [f":green[{FITS.sign} {counted(fitting, 'row')} would start.]"] if fitting else []
    if fitting < total:
        words.append(f":red[{DOES_NOT_FIT.sign} {counted(total - fitting, 'row')} would not: the reason is kept.]")
    st.markdown(" ".join(words))
    for warning in _warnings(verdict):
        st.markdown(f":orange[:material/warning: {warning}]")
    _table(verdict)
    _button(draft, many, listed, verdict)


@st.cache_data(max_entries=4, ttl=60, show_spinner=False)
def _checked(version_id: str, content: bytes, targets: tuple[tuple[str, str], ...]) -> ListVerdict:
    return check_start_list(StartList(version_id, content, dict(targets)))


def _warnings(verdict: ListVerdict) -> list[str]:
    found = []
    if verdict.busy:
        found.append(f"{counted(verdict.busy, 'row')} name a customer or service request that has one running already.")
    if verdict.repeated:
        found.append(f"{counted(verdict.repeated, 'row')} name a service request that stands in an earlier row, too.")
    return found


def _table(verdict: ListVerdict) -> None:
    bad = [row for row in verdict.rows if row.problem]
    only_bad = len(bad) > 0 and st.toggle("Only rows that do not fit", key="start_many.only_bad")
    rows = (bad if only_bad else list(verdict.rows))[:SHOWN]
    columns = [
        Column[ListedStart]("Line", lambda row: row.line, "number", width=70),
        Column("Verdict", _look, "status", looks=(FITS, DOES_NOT_FIT), width=130),
        *([Column[ListedStart]("Why not", lambda row: row.problem, width=420)] if bad else []),
        Column("Name", lambda row: row.name, width=160),
        Column("Input", lambda row: compact(row.input)[:300], width=420),
        Column("Context", _context, width=200),
        Column("Service request", lambda row: row.service_request_id, width=150),
        Column("Task group", lambda row: row.task_group_id, width=150),
    ]
    show_table(rows, columns, key="start_many.preview", height=420 if len(rows) > 11 else None)
    if len(rows) < len(bad if only_bad else verdict.rows):
        st.caption(f"The first {len(rows)} are shown; the counts are of all {len(verdict.rows):,}.")


def _context(row: ListedStart) -> str | None:
    return compact(row.context) if row.context else None


def _look(row: ListedStart) -> Look:
    return DOES_NOT_FIT if row.problem else FITS


def _button(draft: Draft, many: ManyOf, listed: StartList, verdict: ListVerdict) -> None:
    fitting, total = verdict.fitting, len(verdict.rows)
    rest = f" {counted(total - fitting, 'row')} will start nothing." if fitting < total else ""
    warnings = "".join(f"\n\n:orange[:material/warning:] {warning}" for warning in _warnings(verdict))
    what = f"Starts **{counted(fitting, 'execution')}** of **{escape(many.template_name)}**"
    started = f"version **{escape(many.version.version)}** ({state_in_words(many.version)})"
    warn_of_test_run(many.version)
    action_button(
        f"Start {fitting:,}",
        key="start_many.go",
        icon=":material/playlist_play:",
        primary=True,
        title=f"Start {counted(fitting, 'execution')}?",
        confirm=f"Start {fitting:,}",
        reason="required",
        fields=lambda: {"name": st.text_input("Name of the job", max_chars=200, key=f"start_many.name.{draft.key}")},
        consequence=f"{what}, {started}, each row once.{rest}{warnings}",
        disabled_because=None if fitting else "No row fits. Mend the file, or lead its columns to other fields.",
        action=partial(_create, draft, many, listed),
    )


def _create(draft: Draft, many: ManyOf, listed: StartList, decision: Decision) -> Done:
    name = str(decision.fields.get("name") or "").strip() or many.template_name
    job_id = create_start_job(JobOrder(listed, name, decision.reason, draft.key), actor=decision.actor)
    draft.renew()
    return Done("The job is made; workers start its rows now.", "job", {"id": job_id})
