"""The button that makes a job of a preview."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial
from urllib.parse import urlencode

import streamlit as st

from domain.ids import new_id
from domain.looks import look
from domain.vocabulary import JobAction
from services.create_action_job import ActionOrder, create_action_job
from services.execution_address import filter_of
from services.preview_job import MOST, JobPreview
from ui.act import Decision, action_button
from ui.many.choice import EXPLAINED
from ui.outcome import Done
from ui.wording import counted


def job_button(preview: JobPreview, action: JobAction, address: Mapping[str, str], until: datetime) -> None:
    """The set is fixed when it is confirmed; a second click makes no second job."""
    word, number = look(action).word, counted(preview.possible, "execution")
    query = urlencode(address)
    key = st.session_state.setdefault(f"act.key.{action}.{query}.{until.isoformat()}", new_id())
    rest = preview.total - preview.possible
    others = f"\n\n{counted(rest, 'other')} will be noted as not possible, with the reason." if rest else ""
    action_button(
        f"{word}: {number}",
        key=f"act.go.{action}",
        icon=":material/checklist:",
        primary=True,
        title=f"{word}: {number}?",
        confirm=f"{word}: {preview.possible:,}",
        reason="required",
        fields=lambda: {
            "name": st.text_input("Name of the job", f"{word}: {number}", max_chars=200, key=f"act.name.{key}")
        },
        consequence=EXPLAINED[action] + others,
        disabled_because=_against(preview),
        action=partial(_create, ActionOrder(filter_of(address), action, until, preview.possible, word, query, key)),
    )


def _against(preview: JobPreview) -> str | None:
    if preview.is_over:
        return f"One job takes {MOST:,} executions at most. Narrow the filter, for example to a range of time."
    return None if preview.possible else "Nothing that fits can be acted on in this way."


def _create(order: ActionOrder, decision: Decision) -> Done:
    name = str(decision.fields.get("name") or "").strip() or order.name
    job_id = create_action_job(replace(order, name=name), actor=decision.actor, reason=decision.reason)
    return Done("The job is made; workers are at it now.", "job", {"id": job_id})
