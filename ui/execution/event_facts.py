"""The events behind one row of the timeline, as Temporal keeps them."""

import streamlit as st

from domain.errors import PointsmanError, shorten
from domain.json_types import JsonValue
from services.read_timeline import TimelineRow, read_events
from ui.badges import badge
from ui.escape import escape
from ui.execution.asking import ask
from ui.json_view import show_json
from ui.links import link


def show_event_facts(execution_id: str, row: TimelineRow, *, key: str) -> None:
    """Draw what is known of the row, the way to its child execution, and the JSON of its events."""
    with st.container(border=True):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"**{escape(shorten(row.name, 80))}** {badge(row.status)} :gray[{escape(row.kind)}]")
            if row.child_execution_id:
                link("execution", "Open the child execution", id=row.child_execution_id)
        if row.detail:
            st.markdown(escape(row.detail))
        try:
            events: list[JsonValue] = [*ask(lambda: read_events(execution_id, row))]
        except PointsmanError as error:
            st.caption(escape(str(error)))
            return
        show_json(events, name=f"{execution_id}.event-{row.event_id}", key=f"{key}.events", lines_shown=30)
