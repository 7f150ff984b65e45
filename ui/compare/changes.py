"""The changes between two definitions in plain words, by risk and task; each leads to its place."""

from collections.abc import Sequence
from itertools import groupby

import streamlit as st

from domain.definition_graph.merged_graph import TONES
from domain.definition_graph.merging import State
from domain.diff.model import ChangeKind
from domain.diff.telling import RISKS, ChangeLine, Risk, pieces
from domain.errors import shorten
from domain.looks import Look
from ui.badges import badge
from ui.compare.views import lead_to
from ui.escape import escape

LOOKS = {kind: Look(kind.capitalize(), sign, tone) for kind in ChangeKind for tone, sign in [TONES[State[kind.name]]]}
MOST_SHOWN = 300
LONGEST_WORD, LONGEST_NAME = 14, 80


def show_changes(lines: Sequence[ChangeLine]) -> None:
    """The lines, the riskiest first; a click on one shows it side by side."""
    numbered = sorted(enumerate(lines), key=lambda each: list(Risk).index(each[1].risk))[:MOST_SHOWN]
    for risk, group in groupby(numbered, key=lambda each: each[1].risk):
        _show_risk(risk, list(group))
    if len(lines) > MOST_SHOWN:
        st.caption(f"The riskiest {MOST_SHOWN:,} of {len(lines):,} changes are listed; side by side shows all of them.")


def list_changes(lines: Sequence[ChangeLine], *, most: int) -> None:
    """The first ``most`` lines to read, one below the other."""
    if not lines:
        st.caption("Nothing.")
    st.markdown("  \n".join(f"{_sign(line)} {_marked(line.words)}" for line in lines[:most]))
    if len(lines) > most:
        st.caption(f"and {len(lines) - most:,} more")


def _show_risk(risk: Risk, numbered: Sequence[tuple[int, ChangeLine]]) -> None:
    with st.container(border=True, gap="small", key=f"changes-{risk.lower()}"):
        st.markdown(f"{badge(RISKS[risk], str(len(numbered)))}")
        tasks = list(dict.fromkeys(line.task for _, line in numbered))
        beside = all(len(word) <= LONGEST_WORD for task in tasks for word in (task or "").split())
        for task, group in groupby(
            sorted(numbered, key=lambda each: tasks.index(each[1].task)), key=lambda each: each[1].task
        ):
            _show_task(task, list(group), beside=beside)


def _show_task(task: str | None, numbered: Sequence[tuple[int, ChangeLine]], *, beside: bool) -> None:
    """The name beside its lines, above them where the place beside is too narrow for a word of it."""
    name, lines = st.columns([1, 5]) if beside else (st.container(), st.container())
    known = ":gray[**Outside of tasks**]" if task is None else f"**{escape(shorten(task, LONGEST_NAME))}**"
    name.markdown(known)
    with lines.container(gap=None):
        for number, line in numbered:
            st.button(
                f"{_sign(line)} {_marked(line.words)}",
                key=f"change-{number}",
                type="tertiary",
                on_click=lead_to,
                args=(line.change,),
                wrap=True,
            )


def _sign(line: ChangeLine) -> str:
    look = LOOKS[line.change.kind]
    return f":{look.tone}[**{escape(look.sign)}**]"


def _marked(words: str) -> str:
    return "".join(f"`{text}`" if is_code else escape(text) for text, is_code in pieces(words))
