"""What is wrong with a definition that is being written, and where."""

import streamlit as st

from domain.errors import InvalidInput
from domain.findings import Finding
from domain.sources import Source
from services.check_definition import check_definition
from ui.escape import escape
from ui.table import Column, show_table
from ui.wording import counted

SHOWN = 200
_COLUMNS: tuple[Column[Finding], ...] = (
    Column("Line", lambda each: f"{each.place.line}:{each.place.column}" if each.place else "", width=75),
    Column("Severity", lambda each: each.severity.value, width=85),
    Column("Where", lambda each: each.pointer or "/", width="medium"),
    Column("What", lambda each: " ".join(part for part in (each.message, each.allowed) if part), width="large"),
    Column("Suggestion", lambda each: each.suggestion, width="medium"),
)


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
        show_table(errors_first[:SHOWN], _COLUMNS, key="version.findings")
    if len(findings) > SHOWN:
        st.caption(f"{len(findings) - SHOWN:,} more are not shown.")
