"""What is wrong with a definition that is being written, and where."""

from collections.abc import Sequence

import streamlit as st

from domain.errors import InvalidInput
from domain.findings import Finding
from domain.sources import Source
from services.check_definition import check_definition
from ui.escape import escape
from ui.wording import counted

SHOWN = 200
ROW_PIXELS = 62
"""Room for three lines: sentences wrap."""
_WIDTHS = {"Line": 70, "Severity": 80, "What": 390, "Suggestion": 190, "Where": 145}


def show_findings(template_id: str, source: Source, version: str) -> None:
    """Check what is typed and list errors and warnings with their places; say so when there are none."""
    try:
        findings = source.located(check_definition(template_id, source.value, version))
    except InvalidInput as error:
        st.error(escape(str(error)), icon=":material/error:")
        return
    errors = sum(each.is_error for each in findings)
    if errors:
        st.warning(f"{counted(errors, 'problem')} before it can be published:", icon=":material/rule:")
    else:
        st.caption(":green[:material/check_circle:] The definition is valid and may be published.")
    if findings:
        errors_first = sorted(findings, key=lambda each: not each.is_error)
        _show_table(errors_first[:SHOWN])
    if len(findings) > SHOWN:
        st.caption(f"{len(findings) - SHOWN:,} more are not shown.")


def _show_table(findings: Sequence[Finding]) -> None:
    columns = {
        "Line": [f"{each.place.line}:{each.place.column}" if each.place else "" for each in findings],
        "Severity": [each.severity.value for each in findings],
        "What": [" ".join(part for part in (each.message, each.allowed) if part) for each in findings],
        "Suggestion": [each.suggestion for each in findings],
        "Where": [each.pointer or "/" for each in findings],
    }
    config = {label: st.column_config.TextColumn(width=width) for label, width in _WIDTHS.items()}
    st.dataframe(columns, key="version.findings", hide_index=True, column_config=config, row_height=ROW_PIXELS)
