"""What a job would do: how many, which, and why not the others."""

from datetime import datetime

import streamlit as st

from domain.looks import look
from domain.vocabulary import ExecutionStatus, JobAction
from services.preview_job import MOST, JobPreview
from ui.escape import escape
from ui.execution.below import named
from ui.execution.table import show_executions
from ui.times import utc
from ui.wording import counted

_RERUNS = (JobAction.RERUN_ORIGINAL, JobAction.RERUN_ACTIVE)


def show_preview(preview: JobPreview, action: JobAction, until: datetime) -> None:
    """Counts, reasons and a sample."""
    if not preview.total:
        st.info("No execution fits the filter.")
        return
    fitting = f"more than {MOST:,}" if preview.is_over else f"{preview.total:,}"
    st.markdown(f"**{fitting}** fit the filter, created before {utc(until)}.")
    if preview.possible:
        parts = ", ".join(f"{count:,} {look(status).text}" for status, count in preview.statuses.items())
        st.markdown(f":green[✓ {counted(preview.possible, 'execution')} can be acted on] ({parts}).")
    for problem, count in sorted(preview.problems.items(), key=lambda each: -each[1]):
        st.markdown(f":orange[– {counted(count, 'execution')} cannot:] {escape(problem)}")
    if preview.below:
        fate = "runs on" if action is JobAction.TERMINATE_ALONE else "ends with them"
        number = counted(len(preview.below), "running execution")
        st.markdown(f"What they wait for below {fate}: {number} outside of the filter, {named(preview.below)}.")
    done = preview.statuses.get(ExecutionStatus.COMPLETED, 0)
    if action in _RERUNS and done:
        st.warning(f"{counted(done, 'execution')} **completed**: a rerun does the work a second time.")
    if action is JobAction.RERUN_ORIGINAL:
        st.caption("Inputs were accepted by these versions before. Service requests will point to the new executions.")
    st.caption("The newest of them:")
    show_executions(preview.sample, key="act.sample")
