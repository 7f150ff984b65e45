"""The runs of an execution that continued as new, was retried or was reset: which one to look at, and as a file."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

import streamlit as st

from domain.errors import PointsmanError
from domain.looks import look
from services.export_history import ALL_RUNS
from services.list_runs import MOST, RunSeen, list_runs
from ui.escape import escape
from ui.execution.asking import ask
from ui.times import utc
from ui.wording import counted

FRESH_FOR = timedelta(seconds=10)


@dataclass(frozen=True)
class Runs:
    """What Temporal told last, the newest run first, and why nothing newer is known (a sentence)."""

    asked_at: datetime
    runs: tuple[RunSeen, ...] = ()
    trouble: str | None = None


def known_runs(execution_id: str) -> Runs:
    """Ask Temporal, at most every ten seconds."""
    key, now = f"runs.{execution_id}", datetime.now(UTC)
    before: Runs | None = st.session_state.get(key)
    if before is not None and now - before.asked_at < FRESH_FOR:
        return before
    try:
        found = Runs(now, ask(lambda: list_runs(execution_id)))
    except PointsmanError as error:
        found = Runs(now, before.runs if before else (), f"The runs of this execution cannot be listed. {error}")
    st.session_state[key] = found
    return found


def choose_run(known: Runs, current: str | None, *, key: str, on_choose: Callable[[str], None]) -> None:
    """Draw the choice where there are several; ``on_choose`` is called, before the page runs again, with the chosen."""
    if known.trouble:
        st.caption(escape(known.trouble))
    if len(known.runs) < 2:
        return
    names = {run.run_id: _told(run, len(known.runs) - place) for place, run in enumerate(known.runs)}
    st.session_state[key] = current if current in names else known.runs[0].run_id
    st.selectbox(
        "Run",
        [*names],
        key=key,
        format_func=names.__getitem__,
        label_visibility="collapsed",
        on_change=lambda: on_choose(st.session_state[key]),
    )
    if len(known.runs) >= MOST:
        st.caption(f"The newest {MOST} runs can be chosen.")


def download_runs(execution_id: str, known: Runs, current: str | None) -> None:
    """The history as a file: the run that is looked at, and all of them where there are several."""
    many = len(known.runs) > 1
    _download("Download this run" if many else "Download the history", execution_id, current)
    if many:
        _download(f"Download all {len(known.runs)} runs", execution_id, ALL_RUNS)


def _download(label: str, execution_id: str, run: str | None) -> None:
    address = urlencode({"id": execution_id, **({"run": run} if run else {})})
    st.link_button(label, f"history.json?{address}", icon=":material/download:", type="tertiary")


def _told(run: RunSeen, number: int) -> str:
    until = f" to {utc(run.closed_at)}" if run.closed_at else ""
    events = counted(run.events, "event")
    return f"Run {number} · {look(run.runtime_status).text} · {utc(run.started_at)}{until} · {events}"
