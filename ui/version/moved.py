"""The active version moved since a draft began: what changed there, what the draft changes, and where to see both."""

import streamlit as st

from domain.vocabulary import VersionStatus
from ui.escape import escape
from ui.links import link
from ui.version.sight import VersionSight


def has_moved(sight: VersionSight) -> bool:
    """True for a draft that is based on another version than the one that is active now."""
    version = sight.version
    known = version.based_on_id, version.active_version_id
    return version.status is VersionStatus.DRAFT and None not in known and known[0] != known[1]


def show_moved_base(sight: VersionSight) -> None:
    """Say so, with a link to each of the two diffs; nothing where the active version is still the draft's base."""
    version = sight.version
    base, active = sight.number_of(version.based_on_id), sight.active_number
    if not has_moved(sight) or base is None or active is None:
        return
    with st.container(border=True, key="version-moved"):
        st.markdown(
            f":orange[:material/alt_route:] **Based on {escape(base)}, while {escape(active)} is active now.** "
            f"What {escape(active)} changed since is not in the draft unless you put it there."
        )
        with st.container(horizontal=True):
            link(
                "compare",
                f"What the active version changed: {base} to {active}",
                a=version.based_on_id or "",
                b=version.active_version_id or "",
            )
            link(
                "compare",
                f"What this draft changes: {base} to {version.version}",
                a=version.based_on_id or "",
                b=version.id,
            )
