"""Which version to start: the active one or, on purpose, another."""

import streamlit as st

from domain.vocabulary import VersionStatus
from services.list_versions import VersionRow, list_versions
from ui.escape import escape
from ui.start.draft import Draft

VERSION = "start.version"


def choose_version(draft: Draft, template_id: str) -> VersionRow | None:
    """Draw the box.

    A version that was asked for and cannot be started is told, and no other is put in its place.
    """
    rows = list_versions(template_id)
    usable = [row for row in rows if row.status is not VersionStatus.DEPRECATED]
    usable.sort(key=lambda row: (not row.is_active, row.status is VersionStatus.DRAFT))
    versions = {row.id: row for row in usable}
    if not versions:
        st.warning("This template has no version that could be started.")
        return None
    _take_over(draft, rows, versions)
    off = not usable[0].is_active
    chosen = st.selectbox(
        "Version",
        [*versions],
        None if off or draft.lacking else 0,
        format_func=lambda key: _label(versions[key]),
        key=VERSION,
        persist_state="session",
        on_change=_settle,
        args=(draft,),
    )
    if draft.lacking:
        st.caption(f":orange[:material/warning: {escape(draft.lacking)}]")
    elif off:
        st.caption("The template is switched off: no version is active. Choose one on purpose.")
    return versions[chosen] if chosen else None


def state_in_words(row: VersionRow) -> str:
    """What the version is, for the sentence that is confirmed."""
    if row.is_active:
        return "the active version"
    return "a draft, as a test run" if row.status is VersionStatus.DRAFT else "not active now"


def warn_of_test_run(row: VersionRow) -> None:
    """Draw what it means to start a draft; nothing for any other version."""
    if row.status is VersionStatus.DRAFT:
        st.warning("A draft runs as a **test run**, marked as such. Its calls to the outside are real.")


def _take_over(draft: Draft, rows: list[VersionRow], versions: dict[str, VersionRow]) -> None:
    """A version that the address or another execution names, by id or number."""
    wanted = st.session_state.get(VERSION)
    if wanted is None or wanted in versions:
        return
    del st.session_state[VERSION]
    named = next((row for row in rows if wanted in (row.id, row.version)), None)
    if named is not None and named.id in versions:
        st.session_state[VERSION] = named.id
    elif named is not None:
        draft.lacking = f"Version {named.version} is {named.status.lower()} and not started here. Choose another one."
    elif draft.version_asked:
        draft.lacking = "This template has no such version any more. Choose another one."


def _settle(draft: Draft) -> None:
    draft.lacking, draft.version_asked = None, False


def _label(row: VersionRow) -> str:
    if row.is_active:
        return f"{row.version} · active"
    return f"{row.version} · " + (
        "draft, as a test run" if row.status is VersionStatus.DRAFT else "published, not active"
    )
