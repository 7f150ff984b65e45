"""What runs now, what went wrong, and how much there was."""

import streamlit as st

from services.read_overview import Overview, read_overview
from ui.charts import show_executions_per_day
from ui.empty import empty_state
from ui.execution.days import every_day
from ui.execution.failures import show_failures
from ui.execution.status_cards import show_status_cards
from ui.execution.table import show_executions
from ui.execution.waiting import show_waiting
from ui.frame import guard
from ui.header import page_header
from ui.links import link
from ui.live import live

DAYS = 14


def show_overview(overview: Overview) -> None:
    """The cards, the chart, and the two newest lists."""
    show_status_cards(overview)
    with st.container(border=True):
        st.markdown(f"**Executions per day** :small[:gray[· last {DAYS} days, by the UTC day of creation]]")
        show_executions_per_day(every_day(overview))
    st.subheader("What failed", anchor=False)
    show_failures(overview.failed)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.subheader("What runs now", anchor=False)
        show_waiting(overview.waiting)
    if overview.running:
        show_executions(overview.running, key="overview.running")
    else:
        st.caption("Nothing runs right now.")


@live(10)
def show_newest() -> None:
    """Read and draw again every ten seconds."""
    overview = read_overview(DAYS)
    if overview.days or overview.running or overview.failed:
        show_overview(overview)
        return
    with (
        empty_state(
            "Nothing has run in the last two weeks",
            "Make a template, publish and activate a version, and start it by hand, by a link or by an event.",
            icon=":material/space_dashboard:",
        ),
        st.container(horizontal=True, horizontal_alignment="center"),
    ):
        link("templates", "Look at the templates")
        link("start", "Start an execution")


guard()
with page_header("Overview", "What runs, what failed, and how much there was. Times are UTC."):
    link("start", "Start an execution")
show_newest()
