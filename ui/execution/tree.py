"""The family of an execution: drawn, with nodes that lead to their executions, and as a list."""

from datetime import UTC, datetime

import streamlit as st

from domain.tree_graph import TreeNode, tree_dot
from domain.vocabulary import ExecutionStatus, RuntimeStatus
from services.get_tree import Tree, TreeMember, get_tree
from ui.execution.sight import Sight
from ui.execution.temporal_children import Found, find_children, show_children, show_chosen
from ui.graph import show_graph
from ui.links import go
from ui.live import live
from ui.table import Column, show_table
from ui.times import duration

EVERY_SECONDS = 3


def show_tree(sight: Sight) -> None:
    """Draw the family, refreshed while this execution is open."""
    live(EVERY_SECONDS if sight.is_open else None)(_follow)(sight.execution.id)


def _follow(execution_id: str) -> None:
    tree = get_tree(execution_id)
    found = find_children(tree)
    if len(tree.members) == 1 and not found.children:
        st.caption("It has no parent and started no other execution.")
    else:
        _draw(tree, found, execution_id)
        _list(tree)
    show_children(found, key=f"temporal.{tree.root_id}")


def _draw(tree: Tree, found: Found, execution_id: str) -> None:
    if tree.total > len(tree.members):
        st.caption(f"The family has {tree.total:,} executions; the oldest {len(tree.members):,} of them are shown.")
    nodes: list[TreeNode] = [*tree.members, *found.children]
    clicked = show_graph(tree_dot(nodes, execution_id), key=f"tree.{tree.root_id}", selected=execution_id, label="Tree")
    if clicked and clicked != execution_id and any(each.id == clicked for each in tree.members):
        go("execution", id=clicked, tab="Tree")
    dashed = " What is dashed runs on Temporal only." if found.children else ""
    st.caption(f"Click a node to open its execution.{dashed} Drag to move, scroll to zoom.")
    _follow_child(clicked, found, f"tree.chosen.{tree.root_id}")


def _follow_child(clicked: str | None, found: Found, key: str) -> None:
    """A workflow without an execution has no page: who it is stays below the drawing once its node was clicked."""
    chosen = st.session_state[key] = clicked or st.session_state.get(key)
    child = next((each for each in found.children if each.id == chosen), None)
    if child is not None:
        show_chosen(child)


def _list(tree: Tree) -> None:
    now = datetime.now(UTC)
    columns = [
        Column[TreeMember]("Name", lambda each: each.name, width=300),
        Column("Status", lambda each: each.status, "status", ExecutionStatus, width=125),
        Column("Runtime", lambda each: each.runtime_status, "status", RuntimeStatus, width=125),
        Column("Template", lambda each: f"{each.template_name} {each.version}", width=230),
        Column("Created", lambda each: each.created_at, "moment", width=160),
        Column("Took", lambda each: _took(each, now), width=100),
    ]
    show_table(tree.members, columns, key=f"family.{tree.root_id}", opens=lambda each: ("execution", {"id": each.id}))


def _took(member: TreeMember, now: datetime) -> str | None:
    if member.closed_at is not None:
        return duration(member.closed_at - member.created_at)
    return duration(now - member.created_at) if member.status is ExecutionStatus.STARTED else None
