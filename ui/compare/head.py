"""The head of a comparison: the two versions, how much changed by risk, and what can be taken away."""

import json
from collections import Counter
from functools import partial

import streamlit as st

from domain.diff.markdown import summary_markdown
from domain.diff.patching import patch
from domain.diff.steps import Step, proposed_step, suggest_number
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

PATCH = (
    "RFC 6902: applied to the older definition, it gives the newer one. "
    "Its values are exact: a credential that changed stands in it."
)


def show_head(choice: Choice) -> None:
    """Both versions with their states and notes."""
    left, right = st.columns(2)
    with left.container(border=True, gap=None):
        _show_version(choice.old, choice.names[0])
    with right.container(border=True, gap=None):
        _show_version(choice.new, choice.names[1])


def show_counts(choice: Choice, comparison: Comparison) -> None:
    """How many changes, how many of each risk, what they mean for the number, and the diff to take away."""
    counts = Counter(line.risk for line in comparison.lines)
    badges = [badge(RISKS[risk], f"{counts[risk]:,}") for risk in Risk if counts[risk]]
    with st.container(horizontal=True, vertical_alignment="center"):
        st.subheader(counted(len(comparison.lines), "change"), anchor=False, width="content")
        st.markdown(" ".join(badges), width="content")
        st.caption(_step(choice, comparison), width="content")
        st.space("stretch")
        _show_downloads(choice, comparison)


def _step(choice: Choice, comparison: Comparison) -> str:
    """The step of the number that the changes ask for, of two versions of one template."""
    step = proposed_step(comparison.lines)
    if choice.old.template_id != choice.new.template_id or step is Step.NONE:
        return ""
    number = suggest_number(choice.old.version, step)
    return escape(f"A {step.name.lower()} step: {number} after {choice.old.version}")


def _show_downloads(choice: Choice, comparison: Comparison) -> None:
    name = f"{choice.names[0]} to {choice.names[1]}"
    kinds = (
        ("Markdown", "md", "text/markdown", "The changes in words, to be read", partial(_markdown, choice, comparison)),
        ("JSON Patch", "json", "application/json-patch+json", PATCH, partial(_patch, comparison)),
    )
    for label, ending, mime, about, make in kinds:
        st.download_button(
            label,
            make,
            f"{name}.{ending}",
            mime,
            key=f"compare.{ending}",
            icon=":material/download:",
            on_click="ignore",
            help=about,
        )


def _markdown(choice: Choice, comparison: Comparison) -> str:
    names = {choice.old.template_name: None, choice.new.template_name: None}
    return summary_markdown(" and ".join(names), choice.old.version, choice.new.version, comparison.lines)


def _patch(comparison: Comparison) -> str:
    return json.dumps(patch(comparison.changes), indent=2, ensure_ascii=False)


def _show_version(version: VersionDetail, name: str) -> None:
    badges = " ".join([badge(version.status), *([badge(ACTIVE)] if version.is_active else [])])
    with st.container(horizontal=True, vertical_alignment="center"):
        link("version", name, id=version.id)
        st.markdown(badges, width="content")
    who = version.published_by or version.author or "not recorded"
    when = version.published_at or version.created_at
    st.caption(f"{escape(version.note or 'No note')} · {escape(who)}, {escape(utc(when))}")
