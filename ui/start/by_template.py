"""Starting a template by hand: which version, with what, and what came of it."""

from dataclasses import dataclass
from functools import partial

import streamlit as st

from domain.errors import shorten
from domain.json_values import compact
from domain.vocabulary import Origin, VersionStatus
from services._receipts import told
from services.list_templates import list_templates
from services.list_versions import VersionRow, list_versions
from services.start_execution import StartOrder, start_execution
from ui.act import Decision, action_button
from ui.escape import escape
from ui.json_input import Typed, json_input
from ui.outcome import Done
from ui.start.drawing import show_what_it_does
from ui.start.prefill import Draft
from ui.start.schema_help import show_schema_help
from ui.worker_warning import warn_without_worker


@dataclass(frozen=True)
class _Choice:
    template_id: str
    template_name: str
    version: VersionRow

    @property
    def is_test(self) -> bool:
        return self.version.status is VersionStatus.DRAFT


def start_by_template(draft: Draft) -> None:
    """Draw the fields of an order and its button."""
    choice = _choose()
    if choice is None:
        return
    warn_without_worker(choice.template_id)
    left, right = st.columns([3, 2], gap="large")
    with left:
        given = json_input("Input", key="start.input", empty=None)
        context = json_input("Context", key="start.context", empty={}, height=110, limit=64 * 1024)
        name = st.text_input(
            "Name (optional)",
            key="start.name",
            persist_state="session",
            max_chars=200,
            placeholder=shorten(choice.template_name, 80),
        )
    with right:
        show_schema_help(choice.version.id, key="start.input")
    show_what_it_does(choice.version.id)
    _button(draft, choice, given, context, name or "")


def _choose() -> _Choice | None:
    names = {row.id: row.name for row in list_templates()}
    if not names:
        st.info("There is no template yet. Make one first.")
        return None
    if st.session_state.get("start.template") not in names:
        st.session_state.pop("start.template", None)
    first, second = st.columns([3, 2])
    with first:
        template = st.selectbox(
            "Template",
            [*names],
            None,
            format_func=lambda key: shorten(names[key], 100),
            key="start.template",
            persist_state="session",
        )
    if template is None:
        return None
    with second:
        version = _choose_version(template)
    return None if version is None else _Choice(template, names[template], version)


def _choose_version(template_id: str) -> VersionRow | None:
    usable = [row for row in list_versions(template_id) if row.status is not VersionStatus.DEPRECATED]
    usable.sort(key=lambda row: (not row.is_active, row.status is VersionStatus.DRAFT))
    versions = {row.id: row for row in usable}
    if not versions:
        st.warning("This template has no version that could be started.")
        return None
    if st.session_state.get("start.version") not in versions:
        st.session_state.pop("start.version", None)
    off = not usable[0].is_active
    chosen = st.selectbox(
        "Version",
        [*versions],
        None if off else 0,
        format_func=lambda key: _label(versions[key]),
        key="start.version",
        persist_state="session",
    )
    if off:
        st.caption("The template is switched off: no version is active. Choose one on purpose.")
    return versions[chosen] if chosen else None


def _label(row: VersionRow) -> str:
    if row.is_active:
        return f"{row.version} · active"
    return f"{row.version} · " + (
        "draft, as a test run" if row.status is VersionStatus.DRAFT else "published, not active"
    )


def _button(draft: Draft, choice: _Choice, given: Typed, context: Typed, name: str) -> None:
    problem = given.problem or context.problem
    if choice.is_test:
        st.warning("A draft runs as a **test run**, marked as such. Its calls to the outside are real.")
    action_button(
        "Start the test run" if choice.is_test else "Start",
        key="start.template.go",
        icon=":material/play_circle:",
        primary=True,
        title="Start this execution?",
        confirm="Start it",
        reason="required",
        consequence=_consequence(draft, choice, given, name),
        disabled_because=problem,
        action=partial(_start, draft, choice, given, context, name),
    )


def _consequence(draft: Draft, choice: _Choice, given: Typed, name: str) -> str:
    row = choice.version
    state = "the active version" if row.is_active else "a draft, as a test run" if choice.is_test else "not active now"
    what = f"Starts **{escape(choice.template_name)}**, version **{escape(row.version)}** ({state}), once."
    called = f" It is called **{escape(name)}**." if name.strip() else ""
    like = f" It is a rerun of {escape(draft.like)}." if draft.like else ""
    size = 0 if given.problem else len(compact(given.value).encode())
    return f"{what}{called}{like} Its input has {size:,} bytes of JSON."


def _start(draft: Draft, choice: _Choice, given: Typed, context: Typed, name: str, decision: Decision) -> Done:
    order = StartOrder(
        template_id=choice.template_id,
        input=given.value,
        reason=decision.reason,
        version_id=choice.version.id,
        context=context.as_object("context"),
        key=draft.key,
        test=choice.is_test,
        name=name.strip() or None,
    )
    receipt = start_execution(order, actor=decision.actor, origin=Origin.RERUN if draft.like else Origin.MANUAL)
    execution_id = draft.take(told(receipt), receipt.delivery_id, receipt.execution_id)
    return Done(told(receipt), "execution", {"id": execution_id})
