"""Publishing a draft, alone or together with its activation."""

from collections.abc import Mapping
from functools import partial
from typing import Any

import streamlit as st

from services._activation import Activation
from services.get_version import VersionDetail
from services.publish_version import publish_version
from ui.act import Decision, action_button
from ui.escape import escape
from ui.version.sight import VersionSight

FROZEN = "Definition, number and note are frozen for good; a later change is a new version."


def show_publishing(sight: VersionSight, *, refusal: str | None) -> None:
    """Two buttons; ``refusal`` greys both."""
    version = sight.version
    action_button(
        "Publish",
        key=f"version.publish.{version.id}",
        action=partial(_publish, version),
        consequence=_consequence(sight, "New executions go on with the active version until you activate this one."),
        reason="none",
        fields=partial(_note_field, version, "publish"),
        icon=":material/verified:",
        disabled_because=refusal,
    )
    action_button(
        "Publish and activate",
        key=f"version.publish_activate.{version.id}",
        action=partial(_publish_and_activate, version),
        consequence=_consequence(sight, change_of_points(sight)),
        reason="required",
        fields=partial(_note_field, version, "publish_activate"),
        primary=True,
        icon=":material/star:",
        disabled_because=refusal,
    )


def change_of_points(sight: VersionSight) -> str:
    """What activating does, as Markdown."""
    number, active = escape(sight.version.version), sight.active_number
    was = f" in place of **{escape(active)}**" if active else "; the template is off until then"
    return f"New executions use **{number}**{was}. What runs now goes on with the version it began with."


def _consequence(sight: VersionSight, rest: str) -> str:
    hint = sight.hint()
    return f"{FROZEN} {rest}" + (f"\n\n:orange[:material/info: {escape(hint)}]" if hint else "")


def _note_field(version: VersionDetail, key: str) -> Mapping[str, Any]:
    return {"note": st.text_area("Note: what this version changes", version.note or "", key=f"{key}.note", height=80)}


def _publish(version: VersionDetail, decision: Decision) -> str:
    publish_version(version.id, actor=decision.actor, note=decision.fields["note"])
    return f"Version {version.version} is published."


def _publish_and_activate(version: VersionDetail, decision: Decision) -> str:
    activation = Activation(decision.reason, version.active_version_id)
    publish_version(version.id, actor=decision.actor, note=decision.fields["note"], activate=activation)
    return f"Version {version.version} is published and active."
