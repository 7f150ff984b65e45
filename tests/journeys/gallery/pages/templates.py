"""An action with a dialog: counts in a file how often it really acted."""

import os
import time
from pathlib import Path

import streamlit as st

from domain.errors import Conflict
from ui.act import Decision, action_button
from ui.frame import guard
from ui.header import page_header
from ui.outcome import Done

guard()
LOG = Path(os.environ["GALLERY_LOG"])
SECONDS_FOR_A_SECOND_CLICK = 0.5


def activate(decision: Decision) -> Done:
    if decision.reason == "stale":
        raise Conflict("Version 1.4.0 was activated meanwhile. Look again, then decide.")
    if decision.reason == "broken":
        raise ValueError("a secret detail")
    time.sleep(SECONDS_FOR_A_SECOND_CLICK)
    with LOG.open("a") as log:
        log.write(f"{decision.actor} {decision.reason} {decision.fields['note']}\n")
    return Done("Version *1.3.1* is active.", "execution", {"id": "after"})


with page_header("Template"):
    action_button(
        "Activate",
        key="activate",
        action=activate,
        reason="required",
        consequence="New executions run version 1.3.1.",
        fields=lambda: {"note": st.text_input("Note")},
        confirm="Activate now",
    )
    action_button("Delete", key="delete", action=activate, disabled_because="It has executions.")
