"""One execution: its state, its tasks, its family, its history, what went in and what came out."""

import streamlit as st

from domain.errors import shorten
from domain.vocabulary import ExecutionKind
from ui.empty import empty_state
from ui.execution.actions import show_actions
from ui.execution.data import show_input, show_result
from ui.execution.deeds import show_deeds
from ui.execution.head import NAME_LENGTH, on_temporal, show_breadcrumb, show_origin
from ui.execution.on_definition import show_on_definition
from ui.execution.reruns import show_reruns
from ui.execution.sight import stored
from ui.execution.state import show_state
from ui.execution.tasks import show_tasks
from ui.execution.timeline import show_timeline
from ui.execution.tree import show_tree
from ui.filters import carried
from ui.frame import guard
from ui.header import page_header
from ui.links import link, query
from ui.missing import or_back_to
from ui.tabs import tabs

guard()
execution_id = query("id")
if execution_id is None:
    with empty_state("No execution is chosen", "Pick one from the list."):
        link("executions", "To the executions")
    st.stop()
with or_back_to("executions", "To the executions"):
    sight = stored(execution_id)
execution = sight.execution
test_run = ExecutionKind.TEST if execution.kind is ExecutionKind.TEST else None

link("executions", "Executions", icon=":material/chevron_left:", **carried())
with page_header(
    shorten(execution.name, NAME_LENGTH),
    badges=(execution.status, on_temporal(sight.runtime_status), test_run),
):
    show_actions(execution)
show_breadcrumb(execution)
show_reruns(execution)
state = st.container()
show_origin(execution)

SECTIONS = ("Tree", "Timeline", "Input", "Result", "Ledger")
if execution.is_custom:  # its worker tells nothing about tasks
    tree, timeline, given, result, ledger = tabs("tab", SECTIONS)
else:
    tasks, drawing, tree, timeline, given, result, ledger = tabs("tab", ("Tasks", "On the definition", *SECTIONS))
    with tasks:
        if tasks.open:
            show_tasks(sight)
    with drawing:
        if drawing.open:
            show_on_definition(sight)
with tree:
    if tree.open:
        show_tree(sight)
with timeline:
    if timeline.open:
        show_timeline(sight)
with given:
    if given.open:
        show_input(execution)
with result:
    if result.open:
        show_result(sight)
with ledger:
    if ledger.open:
        show_deeds(execution.id)
with state:
    show_state(sight)
