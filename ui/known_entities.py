"""Telling Pointsman what is sold: from a file, or from the billing software."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from domain.errors import InvalidInput
from services._known_entities import Learnt
from services.import_billed_items import can_ask_billing, import_billed_items
from services.import_entities import import_entities
from ui.act import Decision, action_button
from ui.wording import counted


def show_sources() -> None:
    """A button for each source."""
    action_button(
        "Read from Chargebee",
        key="coverage.billing",
        action=lambda decision: _told(import_billed_items(actor=decision.actor)),
        consequence="Reads every active item price. Those that it told before and tells no more are forgotten; links "
        "stay as they are.",
        reason="none",
        confirm="Read",
        icon=":material/sync:",
        disabled_because=None
        if can_ask_billing()
        else "Set POINTSMAN_CHARGEBEE_SITE and POINTSMAN_CHARGEBEE_API_KEY first.",
    )
    action_button(
        "Tell from a file",
        key="coverage.file",
        action=_from_file,
        fields=_file,
        consequence="A CSV file with the columns entity_type, entity_id and, if you like, name. It is the whole list: "
        "what an earlier file named and this one does not is forgotten. Links stay as they are.",
        reason="none",
        title="Tell what is sold",
        confirm="Take it",
        icon=":material/upload:",
    )


def _file() -> Mapping[str, Any]:
    return {"file": st.file_uploader("File", ["csv"], key="coverage.file.content")}


def _from_file(decision: Decision) -> str:
    file = decision.fields["file"]
    if file is None:
        raise InvalidInput("file", "is missing. Choose one.")
    return _told(import_entities(file.getvalue(), actor=decision.actor))


def _told(learnt: Learnt) -> str:
    parts = [f"{counted(learnt.named, 'entity', 'entities')} named", f"{learnt.new:,} new"]
    return ", ".join([*parts, f"{learnt.forgotten:,} forgotten"]) + "."
