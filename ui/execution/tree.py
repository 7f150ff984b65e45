"""The family of an execution: drawn, with nodes that lead to their executions or unfold, and as a list."""

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial

import streamlit as st

from domain.looks import look
from domain.tree_folding import MANY, SEVERITY, Folded, fold_family
from domain.tree_graph import TreeNode, tree_dot
from domain.vocabulary import ExecutionStatus, RuntimeStatus
from services.get_tree import TreeMember
from services.read_family import Family, read_family, read_members
from ui.execution.sight import Sight
from ui.execution.temporal_children import Found, find_children, show_children, show_chosen
from ui.graph import show_graph
from ui.links import go, link
from ui.live import live
from ui.table import Column, show_table
from ui.times import duration

EVERY_SECONDS = 3
MEMBERS_A_SECOND = 2000
"""A larger family is looked at less often."""
MORE = 50
"""So many members of a fold are drawn with each click on it."""


def show_tree(sight: Sight) -> None:
    """Draw the family, refreshed while this execution is open."""
    execution_id = sight.execution.id
    size = st.session_state.get(f"tree.size.{execution_id}", 0)
    live(max(EVERY_SECONDS, size // MEMBERS_A_SECOND) if sight.is_open else None)(_follow)(execution_id)


def _follow(execution_id: str) -> None:
    family = read_family(execution_id)
    st.session_state[f"tree.size.{execution_id}"] = len(family.members)
    found = find_children(family)
    if len(family.members) == 1 and not found.children:
        st.caption("It has no parent and started no other execution.")
    else:
        _count(family)
        _list(_draw(family, found, execution_id), family)
    show_children(found, key=f"temporal.{family.root_id}")


def _count(family: Family) -> None:
    """How many there are of each status; each leads to the list of them."""
    if len(family.members) <= MANY:
        return
    counts = family.counts
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f"**{len(family.members):,} executions**", width="content")
        for status in SEVERITY:
            if counts[status]:
                known = look(status)
                label = f"{known.sign} {counts[status]:,} {known.word.lower()}"
                link("executions", label, icon=":material/list:", family=family.root_id, status=status)


def _draw(family: Family, found: Found, execution_id: str) -> Sequence[TreeMember]:
    """Draw it, heed a click, and give the members that are drawn one by one."""
    key = f"tree.{family.root_id}"
    opened: dict[str, int] = st.session_state.setdefault(f"{key}.opened", {})
    folded = fold_family([*family.members, *found.children], execution_id, opened=opened)
    members = read_members(folded.shown)
    nodes: dict[str, TreeNode] = {**members, **{child.id: child for child in found.children}}
    clicked = show_graph(
        tree_dot(folded, nodes, execution_id),
        key=key,
        selected=execution_id,
        height=560 if folded.folds else 420,
        label="Tree",
        on_click=partial(_unfold, key, frozenset(fold.key for fold in folded.folds)),
    )
    if clicked and clicked != execution_id and clicked in members:
        go("execution", id=clicked, tab="Tree")
    _explain(folded, found, opened)
    _follow_child(clicked, found, f"tree.chosen.{family.root_id}")
    return [members[each] for each in folded.shown if each in members]


def _unfold(key: str, folds: frozenset[str], clicked: str) -> None:
    if clicked in folds:
        opened: dict[str, int] = st.session_state[f"{key}.opened"]
        opened[clicked] = opened.get(clicked, 0) + MORE


def _explain(folded: Folded, found: Found, opened: dict[str, int]) -> None:
    dashed = " What is dashed runs on Temporal only." if found.children else ""
    folds = f" One on a stack of them draws {MORE} of it." if folded.folds else ""
    with st.container(horizontal=True, vertical_alignment="center"):
        told = f"Click a node to open its execution.{folds}{dashed} Drag to move, scroll to zoom."
        st.caption(told, width="stretch")
        if opened and st.button("Fold again", key="tree.fold", icon=":material/unfold_less:", type="tertiary"):
            opened.clear()
            st.rerun(scope="fragment")


def _follow_child(clicked: str | None, found: Found, key: str) -> None:
    """A workflow without an execution has no page: who it is stays below the drawing once its node was clicked."""
    chosen = st.session_state[key] = clicked or st.session_state.get(key)
    child = next((each for each in found.children if each.id == chosen), None)
    if child is not None:
        show_chosen(child)


def _list(members: Sequence[TreeMember], family: Family) -> None:
    now = datetime.now(UTC)
    columns = [
        Column[TreeMember]("Name", lambda each: each.name or "(no name)", width=300),
        Column("Status", lambda each: each.status, "status", ExecutionStatus, width=125),
        Column("Runtime", lambda each: each.runtime_status, "status", RuntimeStatus, width=125),
        Column("Template", lambda each: f"{each.template_name} {each.version}", width=230),
        Column("Created", lambda each: each.created_at, "moment", width=160),
        Column("Took", lambda each: _took(each, now), width=100),
    ]
    show_table(members, columns, key=f"family.{family.root_id}", opens=lambda each: ("execution", {"id": each.id}))
    if len(members) < len(family.members):
        st.caption(f"These are the {len(members):,} that are drawn one by one, of {len(family.members):,}.")


def _took(member: TreeMember, now: datetime) -> str | None:
    if member.closed_at is not None:
        return duration(member.closed_at - member.created_at)
    return duration(now - member.created_at) if member.status is ExecutionStatus.STARTED else None
