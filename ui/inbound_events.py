"""Events of other systems that are still to be worked on: shown only while there are any."""

import streamlit as st

from services.list_inbound_events import InboundEventRow, list_inbound_events
from ui.table import Column, show_table
from ui.wording import counted

MOST = 50


def show_inbound_events() -> None:
    """What was received and is not done, with the trouble of the last attempt."""
    rows = list_inbound_events(MOST)
    if not rows:
        return
    number = f"More than {MOST - 1} events" if len(rows) == MOST else counted(len(rows), "event")
    troubled = any(row.trouble for row in rows)
    icon = ":material/warning:" if troubled else ":material/hourglass_top:"
    with st.expander(f"{number} received and still to be worked on", expanded=troubled, icon=icon):
        columns = [
            Column[InboundEventRow]("Event id", lambda row: row.source_event_id, width=170),
            Column("Type", lambda row: row.type, width=220),
            Column[InboundEventRow]("Trouble", _trouble, width=330),
            Column("Attempts", lambda row: row.attempts, "number", width=90),
            Column("Next attempt", lambda row: row.next_attempt_at, "moment", width=155),
            Column("Received", lambda row: row.received_at, "moment", width=155),
            Column("Source", lambda row: row.source, width=110),
        ]
        show_table(rows, columns, key="inbound_events")
        st.caption("The web app works on an event at once; where it could not, a worker does, within seconds.")


def _trouble(row: InboundEventRow) -> str:
    return "None so far" if row.trouble is None else row.trouble
