"""A drawing, the node that was clicked, and a way to another page."""

import streamlit as st

from domain.vocabulary import ExecutionStatus
from ui.frame import guard
from ui.graph import show_graph
from ui.links import query
from ui.table import Column, show_table

guard()

DOT = """digraph family { rankdir=LR;
  "root" [class="blue", label="Incorporation"];
  "dir/1" [class="green", label="DSC for director", tooltip="A long name"];
  "evil" [label="evil", URL="javascript:alert(1)"];
  "root" -> "dir/1"; "root" -> "evil";
}"""

st.title("Gallery")
clicked = show_graph(DOT, key="family", selected=query("selected") or "root", label="Family")
st.text(f"Clicked: {clicked}")
show_table(
    [("a", ExecutionStatus.FAILED), ("b", ExecutionStatus.COMPLETED)],
    [
        Column("Name", lambda row: f"![{row[0]}](http://foreign.example/{row[0]}.png)"),
        Column("Status", lambda row: row[1], "status", ExecutionStatus),
    ],
    key="list",
    opens=lambda row: ("execution", {"id": row[0]}),
)
