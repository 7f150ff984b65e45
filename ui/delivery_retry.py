"""Deciding refused deliveries again, one or all that are shown: the buttons, and what came of it."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import streamlit as st

from domain.errors import NotAllowed
from domain.pretty import pretty
from domain.retrying import OF_EVENTS, RETRYABLE
from domain.vocabulary import Outcome
from services._intake import Receipt
from services.decide_event_again import decide_event_again
from services.find_startable_events import find_startable_events
from services.list_deliveries import list_deliveries
from services.read_delivery import DeliveryDetail
from services.retry_deliveries import MOST, retry_deliveries
from services.retry_delivery import Correction, retry_delivery
from ui.act import Decision, action_button
from ui.delivery_filters import DeliveryFilter
from ui.filters import carried
from ui.json_input import json_input
from ui.outcome import Done
from ui.wording import counted

WHAT_HAPPENS = {
    Outcome.NO_LINK: "Add the link first. Then the same request starts what the link says, with all that it brought.",
    Outcome.LINK_DISABLED: "Enable the link first. Then the same request starts what the link says.",
    Outcome.NO_ACTIVE_VERSION: "Activate a version first. Then the same request starts it.",
    Outcome.INVALID_INPUT: "The payload may be corrected here; what came first stays in the ledger. The link's input "
    "expression and the active version are those of now.",
    Outcome.FAILED_TO_START: "The same execution is started again: same version, same input. Nothing ran before.",
}
READ_ANEW = (
    "The event is read anew, by the settings, links and active versions of now. Each item that it tells of becomes a "
    "delivery of its own. What was started before, by whichever event, is not started again."
)
STILL_NOTHING = "Still nothing was started; the delivery says why."
LOOKED_AT = 1_000
"""How many ignored deliveries are looked through for those that might start something."""


def show_retry(detail: DeliveryDetail) -> None:
    """The button; greyed with the reason where the delivery cannot be decided again."""
    row = detail.row
    action_button(
        "Decide again" if detail.is_event else "Try again",
        key=f"delivery.retry.{row.id}",
        icon=":material/replay:",
        primary=detail.retry_refused is None,
        reason="required",
        consequence=_what_happens(detail),
        fields=partial(_payload, detail) if detail.is_correctable else None,
        title=f"Decide this {'event' if detail.is_event else 'delivery'} again?",
        disabled_because=detail.retry_refused,
        wide=detail.is_correctable,
        action=partial(_decide_event if detail.is_event else _retry, detail, {"id": row.id, **carried()}),
    )


def show_retry_all(where: DeliveryFilter) -> None:
    """A button for all that the filters show, where their outcome can be decided again; nothing else is touched."""
    seen = _to_decide(where)
    if not seen:
        return
    which = f"the newest {MOST}" if len(seen) == MOST else "all"
    number = counted(len(seen), "delivery", "deliveries")
    ignored = " whose type starts work by now" if where.outcome is Outcome.IGNORED else ""
    action_button(
        f"Try {which} again",
        key="deliveries.retry_all",
        icon=":material/replay:",
        reason="required",
        title=f"Decide {number} again?",
        consequence=f"Exactly {which} that these filters show{ignored}: {number}. "
        "Each is decided by the link, template and active version of now, with its own payload.",
        action=partial(_retry_all, seen),
    )


def _to_decide(where: DeliveryFilter) -> list[tuple[str, Outcome]]:
    if where.outcome not in RETRYABLE | OF_EVENTS:
        return []
    is_ignored = where.outcome is Outcome.IGNORED
    rows = list_deliveries(**vars(where), size=LOOKED_AT if is_ignored else MOST).rows
    chosen = find_startable_events([row.id for row in rows]) if is_ignored else {row.id for row in rows}
    return [(row.id, row.outcome) for row in rows if row.id in chosen and row.outcome is not None][:MOST]


def _retry_all(seen: Sequence[tuple[str, Outcome]], decision: Decision) -> str:
    found = retry_deliveries(seen, actor=decision.actor, reason=decision.reason)
    left = f", {found.left:,} left as they are" if found.left else ""
    return f"{found.started:,} started, {found.refused:,} refused again{left}."


def _what_happens(detail: DeliveryDetail) -> str:
    if detail.is_event:
        return READ_ANEW
    return WHAT_HAPPENS.get(detail.row.outcome, "") if detail.row.outcome else ""


def _payload(detail: DeliveryDetail) -> Mapping[str, Any]:
    key = f"delivery.payload.{detail.row.id}"
    if key not in st.session_state:
        st.session_state[key] = pretty(detail.payload)
    return {"payload": json_input("Payload", key=key, empty=None)}


def _retry(detail: DeliveryDetail, here: Mapping[str, str], decision: Decision) -> Done:
    correction, typed = None, decision.fields.get("payload")
    if typed is not None:
        if typed.problem:
            raise NotAllowed(typed.problem)
        correction = Correction(typed.value) if typed.value != detail.payload else None
    row = detail.row
    receipt = retry_delivery(
        row.id, seen=row.outcome, actor=decision.actor, reason=decision.reason, correction=correction
    )
    is_good = receipt.outcome in (None, Outcome.STARTED)
    return Done(_told(receipt), "deliveries", here, is_good=is_good)


def _decide_event(detail: DeliveryDetail, here: Mapping[str, str], decision: Decision) -> Done:
    row = detail.row
    made = decide_event_again(row.id, seen=row.outcome, actor=decision.actor, reason=decision.reason)
    said = f"{counted(len(made), 'item has a delivery', 'items have deliveries')} now." if made else STILL_NOTHING
    return Done(said, "deliveries", here, is_good=bool(made))


def _told(receipt: Receipt) -> str:
    if receipt.outcome is None:
        return "It is decided; Temporal is away, and it starts as soon as Temporal is back."
    if receipt.outcome is Outcome.STARTED:
        return "It is started."
    return f"Still nothing was started. {receipt.detail or ''}".strip()
