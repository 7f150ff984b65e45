"""Links out to a file and in from one, with a verdict for each line before anything is changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import streamlit as st

from domain.errors import Conflict, InvalidInput, PointsmanError
from domain.looks import Look
from services.export_links import export_links
from services.import_links import ImportPlan, PlannedLink, Verdict, import_links, preview_links
from services.list_links import LinkFilter
from ui.act import Decision, action_button
from ui.escape import escape
from ui.outcome import Done
from ui.table import Column, show_table
from ui.wording import ENTITY_TYPES, counted

MOST_SHOWN = 500
ROWS_IN_SIGHT = 7
LOOKS = {
    Verdict.NEW: Look("New", "+", "green"),
    Verdict.SAME: Look("Same", "=", "gray"),
    Verdict.CHANGED: Look("Changed", "✎", "blue"),
    Verdict.MOVED: Look("Moved", "→", "violet"),
    Verdict.CLASH: Look("Clash", "✕", "red"),
    Verdict.UNKNOWN_TEMPLATE: Look("Unknown template", "?", "red"),
    Verdict.WRONG: Look("Wrong", "⚠", "red"),
}


def show_export(where: LinkFilter) -> None:
    """A download of every link of the filter, made when it is asked for."""
    st.download_button(
        "Export these links",
        lambda: "".join(export_links(where)).encode("utf-8-sig"),
        "links.csv",
        "text/csv",
        key="links.export",
        icon=":material/download:",
        on_click="ignore",
        help="CSV of all links of these filters, not of this page alone. It can be imported again.",
    )


@dataclass
class Sheet:
    """The file of the dialog and what it would do, as it was shown; an action may forget it, to be shown anew."""

    asked: tuple[str, bool] | None = None
    plan: ImportPlan | None = None

    def read(self, file: str, content: bytes, *, may_move: bool) -> ImportPlan:
        """What the file would do, found out once. Raises: InvalidInput."""
        if self.plan is None or self.asked != (file, may_move):
            self.plan, self.asked = preview_links(content, may_move=may_move), (file, may_move)
        return self.plan

    def forget(self) -> None:
        """Find out again what the file would do, before it is shown next."""
        self.plan = None


def show_import() -> None:
    """The button; its dialog shows what the file would do."""
    sheet: Sheet = st.session_state.setdefault("links.import.sheet", Sheet())
    action_button(
        "Import",
        key="links.import",
        action=partial(_import, sheet),
        fields=partial(_fields, sheet),
        reason="required",
        title="Import links",
        consequence="A CSV file with the columns entity_type, entity_id and template (a name) or template_id, and if "
        "you like enabled and input_expression; an empty cell changes nothing. All of it is done, or nothing.",
        icon=":material/upload:",
        wide=True,
    )


def _fields(sheet: Sheet) -> Mapping[str, Any]:
    file = st.file_uploader("File", ["csv"], key="links.import.file")
    may_move = st.toggle("Move entities that another template holds", key="links.import.move")
    if file is None:
        return {"plan": None, "leave_out": False}
    try:
        plan = sheet.read(file.file_id, file.getvalue(), may_move=may_move)
    except PointsmanError as error:
        st.error(escape(error), icon=":material/error:")
        return {"plan": None, "leave_out": False}
    return {"plan": plan, "leave_out": _show(plan)}


def _show(plan: ImportPlan) -> bool:
    counts = [f"{LOOKS[each].sign} {plan.count(each):,} {LOOKS[each].word.lower()}" for each in Verdict]
    told = [text for each, text in zip(Verdict, counts, strict=True) if plan.count(each)]
    st.markdown(escape(" · ".join(told)))
    rows = sorted(plan.rows, key=lambda row: (row.verdict is Verdict.SAME, not row.is_obstacle, row.line.line))
    columns: list[Column[PlannedLink]] = [
        Column("Line", lambda row: row.line.line, "number", width=50),
        Column("Verdict", lambda row: LOOKS[row.verdict], "status", looks=tuple(LOOKS.values()), width=145),
        Column("Entity", lambda row: row.line.entity_id, width=175),
        Column("Detail", lambda row: row.detail or "–", width=335),
        Column("Template", lambda row: row.line.template, width=190),
        Column("Type", lambda row: ENTITY_TYPES[row.line.entity_type] if row.line.entity_type else "–", width=110),
    ]
    show_table(rows[:MOST_SHOWN], columns, key="links.import.rows", height=290 if len(rows) > ROWS_IN_SIGHT else None)
    if len(rows) > MOST_SHOWN:
        st.caption(f"The first {MOST_SHOWN} of {counted(len(rows), 'line')} are shown, those in the way first.")
    if not plan.obstacles:
        return False
    label = f"Leave out the {counted(plan.obstacles, 'line')} that cannot be applied"
    return st.toggle(label, key="links.import.leave_out")


def _import(sheet: Sheet, decision: Decision) -> Done:
    plan = decision.fields["plan"]
    if plan is None:
        raise InvalidInput("file", "is missing. Choose one that can be read.")
    leave_out = decision.fields["leave_out"]
    try:
        done = import_links(plan, actor=decision.actor, reason=decision.reason, leave_out=leave_out)
    except Conflict:
        sheet.forget()
        raise
    sheet.forget()
    return Done(f"{counted(done, 'link')} made, changed or moved.", "links")
