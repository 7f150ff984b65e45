"""Deprecating a version: the active one only together with the activation of another (rule 7)."""

from collections.abc import Mapping
from functools import partial
from typing import Any

import streamlit as st

from domain.vocabulary import VersionStatus
from services.deprecate_version import deprecate_version
from services.read_impact import Impact, read_impact
from ui.act import Decision, action_button
from ui.escape import escape
from ui.version.impact import show_callers, show_links, show_running
from ui.version.sheet import Sheet
from ui.version.sight import VersionSight


def show_deprecate(sight: VersionSight) -> None:
    """The button; for the active version the dialog asks for the one that takes its place."""
    version = sight.version
    others = _replacements(sight)
    sheet = Sheet(partial(read_impact, version.id))

    def deprecate(decision: Decision) -> str:
        replacement: str | None = decision.fields.get("replacement")
        with sheet.bound() as seen:
            deprecate_version(
                version.id, reason=decision.reason, actor=decision.actor, replacement_id=replacement, seen=seen
            )
        instead = f", and {sight.number_of(replacement)} is the active one" if replacement else ""
        return f"Version {version.version} is deprecated{instead}."

    action_button(
        "Deprecate",
        key=f"version.deprecate.{version.id}",
        action=deprecate,
        consequence=f"Version **{escape(version.version)}** starts nothing new, not even by hand. What runs goes on.",
        reason="required",
        fields=partial(_fields, sight, sheet, others),
        icon=":material/block:",
        disabled_because=None if others else version.refusals["deprecate"],
    )


def _replacements(sight: VersionSight) -> dict[str, str]:
    """The published versions that could be activated instead, by id; none where no replacement is needed."""
    if not sight.version.is_active:
        return {}
    published = [each for each in sight.siblings if each.status is VersionStatus.PUBLISHED and not each.is_active]
    return {each.id: each.version for each in published}


def _fields(sight: VersionSight, sheet: Sheet[Impact], others: dict[str, str]) -> Mapping[str, Any]:
    impact, number = sheet.facts, sight.version.version
    fields: dict[str, Any] = {}
    if others:
        st.markdown(f"**{escape(number)}** is the active version: another one must take its place at the same moment.")
        names = others.__getitem__
        fields["replacement"] = st.selectbox("Activate instead", list(others), key="deprecate.by", format_func=names)
        show_links(impact.standing, "will start the version that you choose")
    show_running(impact.standing)
    show_callers([each for each in impact.callers if not each.follows], (), number, lost=True)
    return fields
