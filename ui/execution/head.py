"""The head of an execution's page: where it belongs, what it is made of, how it came about."""

from dataclasses import replace
from functools import partial
from urllib.parse import quote

import streamlit as st

from domain.errors import PointsmanError, shorten
from domain.looks import Look, look
from domain.settings import get_settings
from domain.vocabulary import Origin, RuntimeStatus
from services.get_execution import ExecutionDetail, get_execution
from ui.facts import Fact, show_facts
from ui.links import link
from ui.times import utc, when

NAME_LENGTH = 100
ORIGINS = {
    Origin.LINK: "By a link",
    Origin.MANUAL: "By hand",
    Origin.API: "By the API",
    Origin.CHILD: "By its parent",
    Origin.RERUN: "Started like another one",
}


def on_temporal(status: RuntimeStatus | None) -> Look | None:
    """The look of a runtime status where it stands beside the stored one, which often has the same word."""
    if status is None:
        return None
    shown = look(status)
    return replace(shown, word=f"Temporal: {shown.word}")


def show_breadcrumb(execution: ExecutionDetail) -> None:
    """Links to the root and the parent; nothing for a root."""
    if execution.parent_id is None:
        return
    above = dict.fromkeys(filter(None, (execution.root_id, execution.parent_id)))
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
        for execution_id in above:
            label = "Root" if execution_id == execution.root_id else "Parent"
            link("execution", f"{label}: {shorten(_name_of(execution_id), 60)}", id=execution_id)
            st.markdown(":gray[/]", width="content")
        st.markdown(":gray[this one]", width="content")


def show_origin(execution: ExecutionDetail) -> None:
    """What it runs, and how it came about."""
    with st.container(border=True):
        show_facts(_facts(execution))
        url = temporal_url(execution.id)
        if url:
            st.link_button("Open in the Temporal UI", url, icon=":material/open_in_new:", type="tertiary")


def temporal_url(execution_id: str) -> str | None:
    """The page of this workflow in the Temporal UI, where one is configured."""
    settings = get_settings()
    if not settings.temporal_ui_url:
        return None
    namespace, workflow = quote(settings.temporal_namespace, safe=""), quote(execution_id, safe="")
    return f"{settings.temporal_ui_url.rstrip('/')}/namespaces/{namespace}/workflows/{workflow}"


def _facts(execution: ExecutionDetail) -> list[Fact]:
    is_active = execution.version_id == execution.active_version_id
    version = f"{execution.version} (active)" if is_active else f"{execution.version} (not active now)"
    kind = look(execution.entity_type).word if execution.entity_type is not None else ""
    entity = f"{kind}: {execution.entity_id}" if kind else None
    return [
        ("Template", partial(link, "template", shorten(execution.template_name, 60), id=execution.template_id)),
        ("Version", partial(link, "version", version, id=execution.version_id)),
        ("Created", when(execution.created_at)),
        ("Ended", None if execution.closed_at is None else when(execution.closed_at)),
        ("Origin", "Made by the backend" if execution.origin is None else ORIGINS[execution.origin]),
        ("Started by", execution.started_by),
        ("Reason", None if execution.reason is None else shorten(execution.reason, 300)),
        ("Entity", entity),
        ("Delivery", _delivery(execution)),
        ("Service request", execution.service_request_id),
        ("Task group", execution.task_group_id),
        ("Interpreter", None if execution.interpreter_version is None else f"Version {execution.interpreter_version}"),
        ("Attempts to start", _attempts(execution)),
        ("Next attempt", None if execution.next_attempt_at is None else utc(execution.next_attempt_at)),
        ("Execution id", execution.id),
        ("Whole name", execution.name if len(execution.name) > NAME_LENGTH else None),
    ]


def _delivery(execution: ExecutionDetail) -> partial[None] | None:
    if execution.delivery_id is None:
        return None
    return partial(link, "deliveries", execution.delivery_id, id=execution.delivery_id)


def _attempts(execution: ExecutionDetail) -> str | None:
    attempts = execution.start_attempts or 0
    return str(attempts) if attempts > 1 or execution.next_attempt_at is not None else None


def _name_of(execution_id: str) -> str:
    try:
        return get_execution(execution_id).name
    except PointsmanError:
        return execution_id
