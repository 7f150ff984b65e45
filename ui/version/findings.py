"""What is wrong with a definition that is being written, and where."""

from collections.abc import Sequence

import streamlit as st

from domain.findings import Finding, Place
from ui.wording import counted

SHOWN = 200
_KEY = "version.findings"
ROW_PIXELS = 62
"""Room for three lines: sentences wrap."""
_WIDTHS = {"Line": 70, "Severity": 80, "What": 390, "Suggestion": 190, "Where": 145}


def show_findings(findings: Sequence[Finding]) -> None:
    """List errors and warnings with their places; say so when there are none."""
    errors = sum(each.is_error for each in findings)
    if errors:
        st.warning(f"{counted(errors, 'problem')} before it can be published:", icon=":material/rule:")
    else:
        st.caption(":green[:material/check_circle:] The definition is valid and may be published.")
    if findings:
        _show_table(_in_order(findings))
    if len(findings) > SHOWN:
        st.caption(f"{len(findings) - SHOWN:,} more are not shown.")


def asked_place(findings: Sequence[Finding]) -> Place | None:
    """Where the finding stands that is chosen in the list, None while none is."""
    chosen = getattr(st.session_state.get(_KEY), "selection", None)
    rows = chosen["rows"] if chosen else []
    shown = _in_order(findings)
    return shown[rows[0]].place if rows and rows[0] < len(shown) else None


def _in_order(findings: Sequence[Finding]) -> list[Finding]:
    return sorted(findings, key=lambda each: not each.is_error)[:SHOWN]


def _show_table(findings: Sequence[Finding]) -> None:
    columns = {
        "Line": [f"{each.place.line}:{each.place.column}" if each.place else "" for each in findings],
        "Severity": [each.severity.value for each in findings],
        "What": [" ".join(part for part in (each.message, each.allowed) if part) for each in findings],
        "Suggestion": [each.suggestion for each in findings],
        "Where": [each.pointer or "/" for each in findings],
    }
    config = {label: st.column_config.TextColumn(width=width) for label, width in _WIDTHS.items()}
    st.dataframe(
        columns,
        key=_KEY,
        hide_index=True,
        column_config=config,
        row_height=ROW_PIXELS,
        on_select="rerun",
        selection_mode="single-row",
    )
