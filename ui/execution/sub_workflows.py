"""What an execution started, in one line: how many fare how, and the way to those that one would look at first."""

from dataclasses import replace

import streamlit as st

from domain.errors import shorten
from domain.looks import look
from domain.vocabulary import ExecutionStatus
from services.read_children import Child, Children, read_children
from ui.badges import badge
from ui.escape import escape
from ui.execution.sight import Sight
from ui.filters import carried
from ui.links import link
from ui.live import live

EVERY_SECONDS = 2
NAME_LENGTH, HINT_LENGTH = 24, 300


def show_sub_workflows(sight: Sight) -> None:
    """The line, which follows by itself while the execution is open; nothing where it has no children."""
    live(EVERY_SECONDS if sight.is_open else None)(_follow)(sight.execution.id)


def _follow(execution_id: str) -> None:
    found = read_children(execution_id)
    if not found.total:
        return
    with st.container(key="sub_workflows", horizontal=True, vertical_alignment="center", gap="xsmall"):
        st.markdown(_counts(found), width="content")
        for child in found.named:
            _show(child)
        more = found.total - len(found.named)
        if more:
            label = f"and {more:,}{'+' * found.is_cut} more"
            link("execution", label, icon=":material/account_tree:", id=execution_id, tab="Tree", **carried())


def _show(child: Child) -> None:
    """The whole name, where it is long, is told at the pointer."""
    name = shorten(child.name, NAME_LENGTH) or "(no name)"
    hint = escape(shorten(child.name, HINT_LENGTH)) if len(child.name) > NAME_LENGTH else None
    link("execution", f"{look(child.status).sign} {name}", hint=hint, id=child.id, **carried())


def _counts(found: Children) -> str:
    """How many of each status, as badges."""
    total = f"{found.total:,}+ sub-workflows, of the first {found.total:,}" if found.is_cut else "Sub-workflows"
    return " ".join([total, *(_badge(status, count) for status, count in found.statuses.items())])


def _badge(status: ExecutionStatus, count: int) -> str:
    known = look(status)
    return badge(replace(known, word=f"{count:,} {known.word.lower()}"))
