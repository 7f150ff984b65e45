"""The original version or the active one."""

import streamlit as st

from domain.vocabulary import VersionStatus
from services.get_execution import ExecutionDetail
from services.get_version import VersionDetail, get_version

ORIGINAL, ACTIVE = "original", "active"


def choose_rerun_version(execution: ExecutionDetail) -> VersionDetail | None:
    """Draw the choice, as far as there is one, and return the version; None where neither can be started."""
    original = get_version(execution.version_id)
    active = get_version(execution.active_version_id) if execution.active_version_id else None
    choices = {}
    if original.status is not VersionStatus.DEPRECATED:
        choices[ORIGINAL] = original
    if active is not None and active.id != original.id:
        choices[ACTIVE] = active
    if not choices:
        st.warning(
            f"Version {original.version} is deprecated and starts nothing new, and no other version is active.",
            icon=":material/block:",
        )
        return None
    _tell(original, active)
    if len(choices) == 1:
        return next(iter(choices.values()))
    chosen = st.segmented_control(
        "Version",
        [*choices],
        default=ORIGINAL,
        format_func=lambda key: f"{choices[key].version} · the {key} one",
        key=f"rerun.version.{execution.id}",
        required=True,
    )
    return choices[chosen or ORIGINAL]


def _tell(original: VersionDetail, active: VersionDetail | None) -> None:
    if active is None:
        st.caption(f"The template is switched off; its original version {original.version} can be rerun on purpose.")
    elif active.id == original.id:
        st.caption(f"Version {original.version}: the original one, which is still the active one.")
    elif original.status is VersionStatus.DEPRECATED:
        st.caption(
            f"Its version {original.version} is deprecated, so it is rerun with the active one, {active.version}."
        )
