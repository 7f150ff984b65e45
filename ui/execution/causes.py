"""The chain of failures of a run, as Temporal keeps it: for what runs on a team's own worker."""

import streamlit as st

from domain.errors import NotFound, PointsmanError, shorten
from services.read_run import Cause, read_causes
from ui.escape import escape
from ui.execution.asking import ask

LONGEST = 400


def show_causes(execution_id: str) -> None:
    """From the outermost failure to the real one, a line for each; why, where it cannot be told."""
    try:
        causes = ask(lambda: read_causes(execution_id))
    except NotFound:
        st.caption(
            "Temporal does not keep the history of this run any more, and the chain of causes was kept only there."
        )
        return
    except PointsmanError as error:
        st.caption(escape(str(error)))
        return
    st.caption("A team’s own worker runs this template: which of its tasks failed is told by these failures alone.")
    if len(causes) > 1:
        st.markdown("**The chain of causes, the real one last**")
    for depth, cause in enumerate(causes):
        indent = "\u2003" * depth + "└ " * bool(depth)
        st.markdown(indent + _told(cause))


def _told(cause: Cause) -> str:
    name = f" **{escape(shorten(cause.name, 60))}**" if cause.name else ""
    state = f" :gray[({escape(cause.state)})]" if cause.state else ""
    message = f": {escape(shorten(cause.message, LONGEST))}" if cause.message else ""
    return f"{escape(cause.kind.capitalize())}{name}{message}{state}"
