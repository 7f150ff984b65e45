"""Indexes for the foreign keys that are searched and for the lists."""

from alembic import op
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from migrations.report import say

revision = "0004"
down_revision = "0003"

NEWEST = '"createdAt" DESC, id DESC'
RUNNING = """public."WorkflowExecution" ("workflowTemplateVersionId") WHERE status = 'STARTED'"""
INDEXES = {
    "pointsman_link_template": 'public."WorkflowTemplateLink" ("workflowTemplateId")',
    "pointsman_execution_version": f'public."WorkflowExecution" ("workflowTemplateVersionId", {NEWEST})',
    "pointsman_execution_running": RUNNING,
    "pointsman_execution_parent": 'public."WorkflowExecution" ("parentWorkflowExecutionId")',
    "pointsman_execution_root": f'public."WorkflowExecution" ("rootWorkflowExecutionId", {NEWEST})',
    "pointsman_execution_newest": f'public."WorkflowExecution" ({NEWEST})',
    "pointsman_execution_status": f'public."WorkflowExecution" (status, {NEWEST})',
    "pointsman_version_document": "public.\"WorkflowTemplateVersion\" ((definition -> 'document' ->> 'name'), version)",
    "run_next_attempt": "pointsman.execution_run (next_attempt_at) WHERE next_attempt_at IS NOT NULL",
    "run_observed": "pointsman.execution_run (observed_at NULLS FIRST) WHERE closed_at IS NULL",
    "run_delivery": "pointsman.execution_run (delivery_id)",
    "delivery_newest": "pointsman.delivery (received_at DESC, id DESC)",
    "delivery_outcome": "pointsman.delivery (outcome, received_at DESC, id DESC)",
    "delivery_entity": "pointsman.delivery (entity_type, entity_id, received_at DESC)",
    "delivery_execution": "pointsman.delivery (execution_id)",
    "version_info_based_on": "pointsman.version_info (based_on_version_id)",
    "ledger_template": "pointsman.ledger (template_id, id DESC)",
    "ledger_subject": "pointsman.ledger (subject_id, id DESC)",
}
FIRST_REQUEST_WINS = """
CREATE UNIQUE INDEX delivery_source_event ON pointsman.delivery (source, source_event_id)
WHERE outcome IS DISTINCT FROM 'DUPLICATE'"""
NAME_SEARCH = (
    'CREATE INDEX IF NOT EXISTS pointsman_execution_name ON public."WorkflowExecution" USING gin (name gin_trgm_ops)'
)


def upgrade() -> None:
    """Create the indexes; the one for text search only where the extension pg_trgm may be had."""
    for name, target in INDEXES.items():
        op.execute(f"CREATE INDEX IF NOT EXISTS {name} ON {target}")
    op.execute(FIRST_REQUEST_WINS)
    _search_by_name()
    say(f"Created {len(INDEXES) + 1} indexes.")


def _search_by_name() -> None:
    bind = op.get_bind()
    try:
        with bind.begin_nested():
            bind.execute(text("CREATE EXTENSION IF NOT EXISTS pg_trgm"))
            bind.execute(text(NAME_SEARCH))
    except DBAPIError as error:
        say(f"No index for text search: pg_trgm cannot be had here ({error.orig}). Searching by name will be slow.")
