"""The head of an execution's page: where it belongs, what it is made of, how it came about."""

from functools import partial
from urllib.parse import quote

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from domain.errors import shorten
from domain.looks import look
from domain.settings import get_settings
from domain.vocabulary import ExecutionKind, Origin
from services.get_execution import ExecutionDetail
from services.read_family import read_members
from ui.badges import badge
from ui.escape import escape
from ui.facts import Fact, show_facts
from ui.filters import carried
from ui.links import link
from ui.times import utc, when

NAME_LENGTH, REASON_LENGTH = 100, 60
ORIGINS = {
    Origin.LINK: "By a link",
    Origin.MANUAL: "By hand",
    Origin.API: "By the API",
    Origin.CHILD: "By its parent",
    Origin.RERUN: "Started like another one",
}


def show_title(execution: ExecutionDetail) -> DeltaGenerator:
    """The name, and below it the place for the buttons: one row of their own, however long the name is."""
    test = badge(execution.kind) if execution.kind is ExecutionKind.TEST else ""
    st.title(f"{escape(shorten(execution.name, NAME_LENGTH)) or '(no name)'} {test}".strip(), anchor=False)
    return st.container(horizontal=True, vertical_alignment="center", gap="small")


def show_breadcrumb(execution: ExecutionDetail) -> None:
    """One row: back to the list, to the root and the parent, its own id, and the way to the Temporal UI."""
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
        link("executions", "Executions", icon=":material/chevron_left:", **carried())
        _show_above(execution)
        st.markdown(f":gray[/ {escape(execution.id)}]", width="content")
        st.space("stretch")
        url = temporal_url(execution.id)
        if url:
            st.link_button("Temporal UI", url, icon=":material/open_in_new:", type="tertiary")


def show_origin(execution: ExecutionDetail) -> None:
    """What it runs, for whom and why; the rest of what is known of it behind a click."""
    with st.container(border=True):
        show_facts(_facts(execution))


def temporal_url(execution_id: str) -> str | None:
    """The page of this workflow in the Temporal UI, where one is configured."""
    settings = get_settings()
    if not settings.temporal_ui_url:
        return None
    namespace, workflow = quote(settings.temporal_namespace, safe=""), quote(execution_id, safe="")
    return f"{settings.temporal_ui_url.rstrip('/')}/namespaces/{namespace}/workflows/{workflow}"


def _show_above(execution: ExecutionDetail) -> None:
    above = [*dict.fromkeys(filter(None, (execution.root_id, execution.parent_id)))]
    known = read_members(above) if above else {}
    for execution_id in above:
        label = "Root" if execution_id == execution.root_id else "Parent"
        name = known[execution_id].name if execution_id in known else execution_id
        st.markdown(":gray[/]", width="content")
        link("execution", f"{label}: {shorten(name, 28)}", id=execution_id, **carried())


def _facts(execution: ExecutionDetail) -> list[Fact]:
    request, customer = execution.service_request_id, execution.customer_id
    origin = "the backend" if execution.origin is None else execution.started_by
    return [
        ("Template", partial(link, "template", shorten(execution.template_name, 60), id=execution.template_id)),
        ("Version", partial(_version, execution)),
        ("Started by", origin),
        ("Why", None if execution.reason is None else shorten(execution.reason, REASON_LENGTH)),
        ("Entity", _entity(execution)),
        ("Customer", partial(link, "executions", customer, customer=customer) if customer else None),
        ("Service request", partial(link, "executions", request, request=request) if request else None),
        ("Delivery", _delivery(execution)),
        ("Times, ids and more", partial(_show_more, execution)),
    ]


def _show_more(execution: ExecutionDetail) -> None:
    with st.popover("All of it", icon=":material/info:", type="tertiary"):
        show_facts(_more(execution), columns=2)


def _more(execution: ExecutionDetail) -> list[Fact]:
    subscription = execution.subscription_id
    return [
        ("Created", when(execution.created_at)),
        ("Started", None if execution.started_at is None else when(execution.started_at)),
        ("Ended", None if execution.closed_at is None else when(execution.closed_at)),
        ("Origin", "Made by the backend" if execution.origin is None else ORIGINS[execution.origin]),
        (
            "Subscription",
            partial(link, "executions", subscription, subscription=subscription) if subscription else None,
        ),
        ("Task group", execution.task_group_id),
        ("Interpreter", None if execution.interpreter_version is None else f"Version {execution.interpreter_version}"),
        ("Attempts to start", _attempts(execution)),
        ("Next attempt", None if execution.next_attempt_at is None else utc(execution.next_attempt_at)),
        ("Whole name", execution.name if len(execution.name) > NAME_LENGTH else None),
        ("Whole reason", execution.reason if execution.reason and len(execution.reason) > REASON_LENGTH else None),
    ]


def _version(execution: ExecutionDetail) -> None:
    active = execution.active_version_id
    state = " (active)" if execution.version_id == active else " (template off)" if active is None else ""
    with st.container(horizontal=True, gap="xxsmall"):
        link("version", f"{execution.version}{state}", id=execution.version_id)
        if active is not None and active != execution.version_id:
            link("compare", "Diff to the active one", a=execution.version_id, b=active)


def _entity(execution: ExecutionDetail) -> str | None:
    if execution.entity_type is None or execution.entity_id is None:
        return None
    return f"{look(execution.entity_type).word}: {execution.entity_id}"


def _delivery(execution: ExecutionDetail) -> partial[None] | None:
    if execution.delivery_id is None:
        return None
    return partial(link, "deliveries", f"…{execution.delivery_id[-8:]}", id=execution.delivery_id)


def _attempts(execution: ExecutionDetail) -> str | None:
    attempts = execution.start_attempts or 0
    return str(attempts) if attempts > 1 or execution.next_attempt_at is not None else None
