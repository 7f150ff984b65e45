"""Links between an execution and its reruns."""

import streamlit as st

from domain.looks import look
from services.get_execution import ExecutionDetail
from services.list_reruns import RerunRow, list_reruns
from ui.links import link
from ui.times import ago

SHOWN = 5


def show_reruns(execution: ExecutionDetail) -> None:
    """What it does again and what did it again; nothing where there is neither."""
    found = list_reruns(execution.id, execution.retried_from)
    if found.of is None and not found.by:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if found.of is not None:
            link("execution", f"Rerun of {_told(found.of)}", icon=":material/restart_alt:", id=found.of.id)
        for row in found.by[-SHOWN:]:
            link("execution", f"Rerun as {_told(row)}", icon=":material/restart_alt:", id=row.id)


def _told(row: RerunRow) -> str:
    return f"{look(row.status).text}, {row.version}, by {row.started_by}, {ago(row.created_at)}"
