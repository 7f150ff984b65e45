"""What can be done with a version: each button with its consequence, grey with the reason where a rule forbids it."""

from collections.abc import Mapping
from functools import partial
from typing import Any

import streamlit as st

from domain.version_numbers import next_version
from domain.vocabulary import VersionStatus
from services.activate_version import activate_version
from services.delete_draft import delete_draft
from services.get_version import VersionDetail
from services.read_impact import Impact, read_impact
from services.reinstate_version import reinstate_version
from services.restore_version import restore_version
from ui.act import Decision, action_button
from ui.escape import escape
from ui.links import go
from ui.outcome import Done
from ui.version.deprecating import show_deprecate
from ui.version.impact import show_impact
from ui.version.publishing import show_publishing
from ui.version.sheet import Sheet
from ui.version.sight import VersionSight


def show_version_actions(sight: VersionSight, *, unsaved: str | None) -> None:
    """The buttons that fit the version's status; what is done rarely stands in a menu.

    ``unsaved`` says what a draft waits for that is not saved as it is typed.
    """
    version = sight.version
    is_draft = version.status is VersionStatus.DRAFT
    with st.popover("More"):
        _restore(sight)
        if is_draft:
            _delete(version)
        else:
            show_deprecate(sight)
            _reinstate(version)
    if is_draft:
        show_publishing(sight, refusal=version.refusals["publish"] or unsaved)
        return
    if version.status is VersionStatus.PUBLISHED and st.button("Start", icon=":material/play_circle:"):
        go("start", template=version.template_id, version=version.id)
    _activate(sight)


def show_test_run(version: VersionDetail, *, unsaved: str | None) -> None:
    """The way to start a draft, which runs as a marked test."""
    help_text = escape(unsaved) if unsaved else None
    if st.button("Test run", type="tertiary", icon=":material/science:", disabled=unsaved is not None, help=help_text):
        go("start", template=version.template_id, version=version.id)


def _activate(sight: VersionSight) -> None:
    version = sight.version
    sheet = Sheet(partial(read_impact, version.id))

    def activate(decision: Decision) -> str:
        with sheet.bound() as seen:
            active = seen.active_version_id
            activate_version(version.id, reason=decision.reason, seen_active_id=active, actor=decision.actor, seen=seen)
        return f"Version {version.version} is the active one."

    action_button(
        f"Roll back to {escape(version.version)}" if sight.is_roll_back else "Activate",
        key=f"version.activate.{version.id}",
        action=activate,
        reason="required",
        fields=partial(_impact, sheet),
        primary=version.refusals["activate"] is None,
        icon=":material/undo:" if sight.is_roll_back else ":material/star:",
        disabled_because=version.refusals["activate"],
        wide=True,
        later=sheet.fill,
    )


def _impact(sheet: Sheet[Impact]) -> Mapping[str, Any]:
    show_impact(sheet, activates=True)
    return {}


def _reinstate(version: VersionDetail) -> None:
    def reinstate(decision: Decision) -> str:
        reinstate_version(version.id, reason=decision.reason, actor=decision.actor)
        return f"Version {version.version} is published again."

    action_button(
        "Reinstate",
        key=f"version.reinstate.{version.id}",
        action=reinstate,
        consequence=f"Version **{escape(version.version)}** is published again; it does not become active by that.",
        reason="required",
        icon=":material/settings_backup_restore:",
        disabled_because=version.refusals["reinstate"],
    )


def _restore(sight: VersionSight) -> None:
    version = sight.version
    proposal = next_version([each.version for each in sight.siblings])

    def restore(decision: Decision) -> Done:
        number = decision.fields["version"].strip()
        draft = restore_version(version.id, version=number, actor=decision.actor, reason=decision.reason)
        return Done(f"Draft {number} is a copy of {version.version}.", "version", {"id": draft})

    action_button(
        "Restore as new draft",
        key=f"version.restore.{version.id}",
        action=restore,
        consequence=f"A new draft begins with the definition of **{escape(version.version)}**. Nothing else changes.",
        reason="optional",
        fields=lambda: {"version": st.text_input("Version", proposal, key=f"restore.{proposal}", max_chars=100)},
        confirm="Write draft",
        icon=":material/content_copy:",
    )


def _delete(version: VersionDetail) -> None:
    def delete(decision: Decision) -> Done:
        delete_draft(version.id, actor=decision.actor)
        return Done(f"Draft {version.version} was deleted.", "template", {"id": version.template_id})

    action_button(
        "Delete draft",
        key=f"version.delete.{version.id}",
        action=delete,
        consequence=f"Draft **{escape(version.version)}** goes for good.",
        reason="none",
        icon=":material/delete:",
        disabled_because=version.refusals["delete"],
    )
