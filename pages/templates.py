"""Templates: the catalogue."""

import streamlit as st

from domain.json_values import parse_object
from domain.vocabulary import ExecutionStatus
from services.create_template import create_template
from services.list_templates import TemplateRow, list_templates
from ui.act import Decision, action_button
from ui.empty import empty_state
from ui.filters import carried, type_text
from ui.frame import guard
from ui.header import page_header
from ui.outcome import Done
from ui.table import Column, show_table
from ui.template.form import new_template_fields
from ui.wording import FORMATS, active_look, counted


def create(decision: Decision) -> Done:
    """Make the template that the dialog describes."""
    fields = decision.fields
    schema = fields.get("schema") or ""
    template_id = create_template(
        fields["name"],
        actor=decision.actor,
        description=fields["description"],
        dialect=fields["dialect"],
        workflow_type=fields.get("workflow_type"),
        task_queue=fields.get("task_queue"),
        definition_schema=parse_object(schema, "JSON Schema") if schema.strip() else None,
    )
    return Done(f"“{fields['name'].strip()}” is there. Write its first version.", "template", {"id": template_id})


def show_catalogue(rows: list[TemplateRow]) -> None:
    """The table; a name leads to its template."""
    show_table(
        rows,
        [
            Column("Template", lambda row: row.name, width=230),
            Column(
                "Active version",
                lambda row: active_look(row.active_version),
                kind="status",
                looks=tuple({active_look(row.active_version) for row in rows}),
                width=115,
                help="The version that new executions use",
            ),
            Column("Versions", lambda row: row.versions, kind="number", width=75),
            Column("Links", lambda row: row.links, kind="number", width=60),
            Column(
                "Last runs",
                lambda row: row.last_statuses,
                kind="signs",
                statuses=ExecutionStatus,
                width=222,
                help="The last eight executions, newest first: ○ created, ▶ started, ⊘ failed to start, "
                "✓ completed, ✕ failed",
            ),
            Column("Last execution", lambda row: row.last_execution_at, kind="moment", width=150),
            Column("Format", lambda row: FORMATS[row.format], width=120),
            Column("Description", lambda row: row.description),
        ],
        key="templates.table",
        opens=lambda row: ("template", {"id": row.id, **carried()}),
    )
    st.caption(counted(len(rows), "template"))


guard()
with page_header("Templates", "What can be started, and which version of it new executions use."):
    action_button(
        "New template",
        key="templates.new",
        action=create,
        fields=lambda: new_template_fields("templates.new"),
        reason="none",
        title="New template",
        confirm="Create",
        primary=True,
        icon=":material/add:",
    )
with st.container(width=420):
    search = type_text("Search", "search", placeholder="Part of a name, or an id")
found = list_templates(search=search)
if found:
    show_catalogue(found)
elif search.strip():
    with empty_state("No template matches", "Search for another part of the name, or clear the search."):
        pass
else:
    with empty_state("No templates yet", "Make the first one with “New template”, then write a version of it."):
        pass
