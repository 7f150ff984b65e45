"""What needs a person, what runs now, what went wrong, and how much there was."""

import streamlit as st

from services.list_executions import list_executions
from services.read_attention import read_attention
from services.read_overview import first_day, read_days, read_overview
from services.read_rates import read_marks, read_rates
from ui.charts import show_executions_per_day
from ui.empty import empty_state
from ui.execution.failures import show_failures
from ui.execution.table import show_executions
from ui.frame import guard
from ui.header import page_header
from ui.links import go, link
from ui.live import live
from ui.overview.attention import show_attention
from ui.overview.days import every_day
from ui.overview.rates import show_rates
from ui.overview.status_cards import show_status_cards

DAYS = 14


@live(10)
def show_present() -> None:
    """What is wrong, what failed and what runs, read again every ten seconds."""
    show_attention(read_attention())
    overview = read_overview(DAYS)
    st.subheader(f"The last {DAYS} days", anchor=False)
    show_status_cards(overview)
    st.subheader("What failed", anchor=False)
    show_failures(overview.failed)
    st.subheader("What runs now", anchor=False)
    if overview.running:
        show_executions(overview.running, key="overview.running")
    else:
        st.caption("Nothing runs right now.")


@live(60)
def show_past() -> None:
    """How much there was, and how often what failed; it takes longer to count, and is read again every minute."""
    since = first_day(DAYS)
    with st.container(border=True):
        st.markdown("**Executions per day** :small[:gray[· by the UTC day of creation · :violet[◆] an activation]]")
        bar = show_executions_per_day(every_day(read_days(since), since), read_marks(since), key="per-day")
    if bar is not None:
        day, status = bar
        go("executions", status=status.value, **{"from": day.isoformat(), "to": day.isoformat()})
    st.subheader("By version", anchor=False)
    show_rates(read_rates(since), since.date())


guard()
with page_header("Overview", "What needs you, what runs, what failed, and how much there was. Times are UTC."):
    link("start", "Start an execution")
if list_executions(size=1).rows:
    show_present()
    show_past()
else:
    with (
        empty_state(
            "Nothing has run yet",
            "Make a template, publish and activate a version, and start it by hand, by a link or by an event.",
            icon=":material/space_dashboard:",
        ),
        st.container(horizontal=True, horizontal_alignment="center"),
    ):
        link("templates", "Look at the templates")
        link("start", "Start an execution")
