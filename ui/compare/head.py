"""The head of a comparison: the two versions, how much changed by risk, and what can be taken away."""

from collections import Counter

import streamlit as st

from domain.diff.telling import RISKS, Risk
from domain.looks import ACTIVE
from services.get_version import VersionDetail
from ui.badges import badge
from ui.compare.choice import Choice
from ui.compare.comparison import Comparison
from ui.escape import escape
from ui.links import link
from ui.times import utc
from ui.wording import counted


def show_head(choice: Choice) -> None:
    """Both versions with their states and notes."""
    left, right = st.columns(2)
    with left.container(border=True, gap=None):
        _show_version(choice.old, choice.names[0])
    with right.container(border=True, gap=None):
        _show_version(choice.new, choice.names[1])


def show_counts(comparison: Comparison) -> None:
    """How many changes, and how many of each risk."""
    counts = Counter(line.risk for line in comparison.lines)
    badges = [badge(RISKS[risk], f"{counts[risk]:,}") for risk in Risk if counts[risk]]
    with st.container(horizontal=True, vertical_alignment="center"):
        st.subheader(counted(len(comparison.lines), "change"), anchor=False, width="content")
        st.markdown(" ".join(badges), width="content")


def _show_version(version: VersionDetail, name: str) -> None:
    badges = " ".join([badge(version.status), *([badge(ACTIVE)] if version.is_active else [])])
    with st.container(horizontal=True, vertical_alignment="center"):
        link("version", name, id=version.id)
        st.markdown(badges, width="content")
    who = version.published_by or version.author or "not recorded"
    when = version.published_at or version.created_at
    st.caption(f"{escape(version.note or 'No note')} · {escape(who)}, {escape(utc(when))}")
