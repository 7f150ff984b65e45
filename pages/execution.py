"""One execution: its state, why it failed, its tasks, its family, its history, what went in and what came out."""

import streamlit as st

from domain.vocabulary import ExecutionStatus
from ui.empty import empty_state
from ui.execution.actions import show_actions
from ui.execution.data import show_input, show_result
from ui.execution.deeds import show_deeds
from ui.execution.head import show_breadcrumb, show_origin, show_title
from ui.execution.on_definition import ON_DEFINITION, show_on_definition
from ui.execution.order_story import STORY, show_order_story
from ui.execution.reruns import show_reruns
from ui.execution.retries import show_retries
from ui.execution.sight import stored
from ui.execution.state import show_state
from ui.execution.sub_workflows import show_sub_workflows
from ui.execution.tasks import show_tasks
from ui.execution.timeline import show_timeline
from ui.execution.tree import show_tree
from ui.execution.why import WHY, show_why
from ui.frame import guard
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

show_breadcrumb(execution)
with show_title(execution):
    show_actions(execution)
show_reruns(execution)
show_retries(execution.id)
show_state(sight)
show_sub_workflows(sight)
show_origin(execution)

PARTS = {
    WHY: lambda: show_why(sight),
    "Tasks": lambda: show_tasks(sight),
    ON_DEFINITION: lambda: show_on_definition(sight),
    "Tree": lambda: show_tree(sight),
    "Timeline": lambda: show_timeline(sight),
    STORY: lambda: show_order_story(execution),
    "Input": lambda: show_input(execution),
    "Result": lambda: show_result(sight),
    "Ledger": lambda: show_deeds(execution.id),
}
has_failed = execution.status in (ExecutionStatus.FAILED, ExecutionStatus.FAILED_TO_START)
left_out = {
    *(() if has_failed else (WHY,)),
    *(("Tasks", ON_DEFINITION) if execution.is_custom else ()),  # its worker tells nothing about tasks
}
names = [name for name in PARTS if name not in left_out]
for name, part in zip(names, tabs("tab", names), strict=True):
    if part.open:
        with part:
            PARTS[name]()
