"""Publishing a draft, alone or together with its activation, on a sheet that tells what it will do."""

from collections.abc import Mapping
from functools import partial
from typing import Any

import streamlit as st

from services._activation import Activation
from services.publish_version import publish_version
from services.read_impact import Impact, read_impact
from ui.act import Decision, action_button
from ui.escape import escape
from ui.version.impact import show_impact
from ui.version.sheet import Sheet
from ui.version.sight import VersionSight

FROZEN = "Definition, number and note are frozen for good; a later change is a new version."


def show_publishing(sight: VersionSight, *, refusal: str | None) -> None:
    """Two buttons; ``refusal`` greys both."""
    _publish_button(sight, refusal, activates=False)
    _publish_button(sight, refusal, activates=True)


def _publish_button(sight: VersionSight, refusal: str | None, *, activates: bool) -> None:
    version = sight.version
    key = "publish_activate" if activates else "publish"
    sheet = Sheet(partial(read_impact, version.id))
    action_button(
        "Publish and activate" if activates else "Publish",
        key=f"version.{key}.{version.id}",
        action=partial(_publish, sight, sheet, activates),
        reason="required" if activates else "none",
        fields=partial(_fields, sight, sheet, key, activates),
        primary=activates,
        icon=":material/star:" if activates else ":material/verified:",
        disabled_because=refusal,
        wide=True,
        later=sheet.fill,
    )


def _fields(sight: VersionSight, sheet: Sheet[Impact], key: str, activates: bool) -> Mapping[str, Any]:
    show_impact(sheet, activates=activates, also=FROZEN)
    number, small = sheet.facts.version, sheet.facts.small_step
    confirmed = False
    if small:
        st.markdown(f":orange[:material/info:] {escape(small.sentence)}")
        confirmed = st.checkbox(f"{escape(number)} is meant all the same", key=f"{key}.step.{sheet.facts.seen.token}")
    elif hint := sight.hint():
        st.markdown(f":orange[:material/info: {escape(hint)}]")
    note = st.text_area("Note: what this version changes", sight.version.note or "", key=f"{key}.note", height=80)
    return {"note": note, "smaller_step": confirmed}


def _publish(sight: VersionSight, sheet: Sheet[Impact], activates: bool, decision: Decision) -> str:
    with sheet.bound() as seen:
        publish_version(
            sight.version.id,
            actor=decision.actor,
            note=decision.fields["note"],
            activate=Activation(decision.reason, seen.active_version_id) if activates else None,
            seen=seen,
            smaller_step_confirmed=decision.fields["smaller_step"],
        )
    return f"Version {sight.version.version} is published{' and active' if activates else ''}."
