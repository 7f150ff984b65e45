"""Starting a template by hand: which version, with what, and what came of it."""

from dataclasses import dataclass
from functools import partial

import streamlit as st

from domain.definition import schema_problems
from domain.errors import shorten
from domain.json_values import compact
from domain.sharing import SharedStart
from domain.vocabulary import Origin, VersionStatus
from services._receipts import told
from services.find_startable import Startable
from services.get_version import get_version
from services.list_versions import VersionRow
from services.start_execution import StartOrder, start_execution
from ui.act import Decision, action_button
from ui.escape import escape
from ui.form_or_json import form_or_json, show_problems
from ui.json_input import Typed
from ui.outcome import Done
from ui.start.draft import Draft
from ui.start.drawing import show_what_it_does
from ui.start.sharing import show_sharing
from ui.start.version import choose_version, state_in_words, warn_of_test_run
from ui.start.whom import Whom, ask_for_whom
from ui.worker_warning import warn_without_worker


@dataclass(frozen=True)
class _Order:
    template_id: str
    template_name: str
    version: VersionRow
    given: Typed
    whom: Whom
    name: str

    @property
    def is_test(self) -> bool:
        return self.version.status is VersionStatus.DRAFT


def start_by_template(draft: Draft, template: Startable) -> None:
    """Draw the fields of an order and its button."""
    version = choose_version(draft, template.id)
    if version is None:
        return
    warn_without_worker(template.id)
    left, right = st.columns([3, 2], gap="large")
    with left:
        given, problem = ask_for_input(version.id)
    with right:
        whom = ask_for_whom()
        name = st.text_input(
            "Name (optional)",
            key="start.name",
            persist_state="session",
            max_chars=200,
            placeholder=shorten(template.name or "", 80),
        )
    show_what_it_does(version.id)
    order = _Order(template.id, template.name or "", version, given, whom, (name or "").strip())
    with st.container(horizontal=True):
        _button(draft, order, problem)
        if not (given.problem or whom.context.problem):
            show_sharing(_shared(draft, order))


def ask_for_input(version_id: str, label: str = "Input") -> tuple[Typed, str | None]:
    """The input for a version as form and text, and why it cannot be sent, which is told beside it as well."""
    schema = get_version(version_id).input_schema
    given = form_or_json(label, schema, key="start.input", form=version_id)
    if given.problem:
        return given, given.problem
    if schema is None:
        st.caption("This version says nothing about its input: any JSON is taken.")
    problems = schema_problems(given.value, schema)
    show_problems(problems)
    return given, "The input does not fit yet; what is wrong stands below it." if problems else None


def _shared(draft: Draft, order: _Order) -> SharedStart:
    return SharedStart(
        template_id=order.template_id,
        version=None if order.version.is_active else (order.version.id, order.version.version),
        input=order.given.value,
        context=order.whom.context.as_object("context"),
        service_request_id=order.whom.service_request_id,
        task_group_id=order.whom.task_group_id,
        name=order.name,
        key=draft.key,
        is_test=order.is_test,
    )


def _button(draft: Draft, order: _Order, problem: str | None) -> None:
    warn_of_test_run(order.version)
    action_button(
        "Start the test run" if order.is_test else "Start",
        key="start.template.go",
        icon=":material/play_circle:",
        primary=True,
        title="Start this execution?",
        confirm="Start it",
        reason="required",
        consequence=_consequence(draft, order),
        disabled_because=problem or order.whom.context.problem,
        action=partial(_start, draft, order),
    )


def _consequence(draft: Draft, order: _Order) -> str:
    row = order.version
    state = state_in_words(row)
    what = f"Starts **{escape(order.template_name)}**, version **{escape(row.version)}** ({state}), once."
    called = f" It is called **{escape(order.name)}**." if order.name else ""
    like = f" It is a rerun of {escape(draft.like)}." if draft.like else ""
    size = 0 if order.given.problem else len(compact(order.given.value).encode())
    return f"{what}{called}{like} Its input has {size:,} bytes of JSON.{order.whom.warning}"


def _start(draft: Draft, order: _Order, decision: Decision) -> Done:
    asked = StartOrder(
        template_id=order.template_id,
        input=order.given.value,
        reason=decision.reason,
        version_id=order.version.id,
        context=order.whom.context.as_object("context"),
        key=draft.key,
        test=order.is_test,
        name=order.name or None,
        service_request_id=order.whom.service_request_id or None,
        task_group_id=order.whom.task_group_id or None,
    )
    receipt = start_execution(asked, actor=decision.actor, origin=Origin.RERUN if draft.like else Origin.MANUAL)
    execution_id = draft.take(told(receipt), receipt.delivery_id, receipt.execution_id)
    return Done(told(receipt), "execution", {"id": execution_id})
