"""What can be done with a version: each button with its consequence, grey with the reason where a rule forbids it."""

import streamlit as st

from domain.version_numbers import next_version
from domain.vocabulary import VersionStatus
from services.activate_version import activate_version
from services.delete_draft import delete_draft
from services.deprecate_version import deprecate_version
from services.get_version import VersionDetail
from services.reinstate_version import reinstate_version
from services.restore_version import restore_version
from ui.act import Decision, action_button
from ui.escape import escape
from ui.links import go
from ui.outcome import Done
from ui.version.publishing import change_of_points, show_publishing
from ui.version.sight import VersionSight

UNSAVED = "What you typed is not saved yet. Save the draft first."


def show_version_actions(sight: VersionSight, *, unsaved: bool) -> None:
    """The buttons that fit the version's status; what is done rarely stands in a menu."""
    version = sight.version
    is_draft = version.status is VersionStatus.DRAFT
    waits = UNSAVED if unsaved else None
    with st.popover("More"):
        _restore(sight)
        if is_draft:
            _delete(version)
        else:
            _deprecate(version)
            _reinstate(version)
    if is_draft:
        show_publishing(sight, refusal=version.refusals["publish"] or waits)
        return
    if version.status is VersionStatus.PUBLISHED and st.button("Start", icon=":material/play_circle:"):
        go("start", template=version.template_id, version=version.id)
    _activate(sight)


def show_test_run(version: VersionDetail, *, unsaved: bool) -> None:
    """The way to start a draft, which runs as a marked test."""
    refusal = UNSAVED if unsaved else None
    if st.button("Test run", type="tertiary", icon=":material/science:", disabled=unsaved, help=refusal):
        go("start", template=version.template_id, version=version.id)


def _activate(sight: VersionSight) -> None:
    version = sight.version

    def activate(decision: Decision) -> str:
        seen = version.active_version_id
        activate_version(version.id, reason=decision.reason, seen_active_id=seen, actor=decision.actor)
        return f"Version {version.version} is the active one."

    action_button(
        f"Roll back to {escape(version.version)}" if sight.is_roll_back else "Activate",
        key=f"version.activate.{version.id}",
        action=activate,
        consequence=change_of_points(sight),
        reason="required",
        primary=version.refusals["activate"] is None,
        icon=":material/undo:" if sight.is_roll_back else ":material/star:",
        disabled_because=version.refusals["activate"],
    )


def _deprecate(version: VersionDetail) -> None:
    def deprecate(decision: Decision) -> str:
        deprecate_version(version.id, reason=decision.reason, actor=decision.actor)
        return f"Version {version.version} is deprecated."

    action_button(
        "Deprecate",
        key=f"version.deprecate.{version.id}",
        action=deprecate,
        consequence=f"Version **{escape(version.version)}** starts nothing new, not even by hand. What runs goes on.",
        reason="required",
        icon=":material/block:",
        disabled_because=version.refusals["deprecate"],
    )


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
        draft = restore_version(version.id, version=number, actor=decision.actor)
        return Done(f"Draft {number} is a copy of {version.version}.", "version", {"id": draft})

    action_button(
        "Restore as new draft",
        key=f"version.restore.{version.id}",
        action=restore,
        consequence=f"A new draft begins with the definition of **{escape(version.version)}**. Nothing else changes.",
        reason="none",
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
