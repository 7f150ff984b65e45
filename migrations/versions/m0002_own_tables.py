"""Pointsman's own tables, in their own schema."""

from alembic import op

from migrations.report import say

revision = "0002"
down_revision = "0001"

TABLES = {
    "delivery": """
        id text PRIMARY KEY,
        source text NOT NULL,
        source_event_id text NOT NULL,
        entity_type public."WorkflowLinkType",
        entity_id text,
        payload jsonb NOT NULL DEFAULT 'null',
        received_at timestamptz NOT NULL DEFAULT now(),
        outcome text CHECK (outcome IN ('STARTED', 'DUPLICATE', 'NO_LINK', 'LINK_DISABLED', 'NO_ACTIVE_VERSION',
                                        'INVALID_INPUT', 'FAILED_TO_START')),
        execution_id text REFERENCES public."WorkflowExecution" (id) ON DELETE SET NULL ON UPDATE CASCADE,
        detail text,
        CHECK ((entity_type IS NULL) = (entity_id IS NULL))""",
    "execution_run": """
        execution_id text PRIMARY KEY REFERENCES public."WorkflowExecution" (id) ON DELETE CASCADE ON UPDATE CASCADE,
        kind text NOT NULL DEFAULT 'NORMAL' CHECK (kind IN ('NORMAL', 'TEST')),
        origin text NOT NULL CHECK (origin IN ('LINK', 'MANUAL', 'API', 'CHILD', 'RERUN')),
        delivery_id text REFERENCES pointsman.delivery (id) ON DELETE SET NULL,
        started_by text NOT NULL,
        reason text,
        input jsonb NOT NULL DEFAULT 'null',
        temporal_run_id text,
        runtime_status text CHECK (runtime_status IN ('RUNNING', 'COMPLETED', 'FAILED', 'CANCELED', 'TERMINATED',
                                                      'CONTINUED_AS_NEW', 'TIMED_OUT', 'NOT_FOUND')),
        started_at timestamptz,
        closed_at timestamptz,
        observed_at timestamptz,
        failure jsonb,
        start_attempts integer NOT NULL DEFAULT 0,
        next_attempt_at timestamptz,
        start_deadline timestamptz""",
    "link_setting": """
        link_id text PRIMARY KEY REFERENCES public."WorkflowTemplateLink" (id) ON DELETE CASCADE ON UPDATE CASCADE,
        enabled boolean NOT NULL DEFAULT true,
        input_expression text""",
    "template_setting": """
        template_id text PRIMARY KEY REFERENCES public."WorkflowTemplate" (id) ON DELETE CASCADE ON UPDATE CASCADE,
        format text NOT NULL CHECK (format IN ('open-workflow', 'custom')),
        workflow_type text,
        task_queue text,
        definition_schema jsonb,
        CHECK (format = 'open-workflow' OR (workflow_type IS NOT NULL AND task_queue IS NOT NULL))""",
    "version_info": """
        version_id text PRIMARY KEY
            REFERENCES public."WorkflowTemplateVersion" (id) ON DELETE CASCADE ON UPDATE CASCADE,
        author text NOT NULL,
        based_on_version_id text
            REFERENCES public."WorkflowTemplateVersion" (id) ON DELETE SET NULL ON UPDATE CASCADE,
        content_hash text NOT NULL,
        published_by text,
        published_at timestamptz""",
    "ledger": """
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        at timestamptz NOT NULL DEFAULT now(),
        actor text NOT NULL,
        action text NOT NULL,
        subject_type text NOT NULL,
        subject_id text NOT NULL,
        template_id text,
        before jsonb,
        after jsonb,
        reason text""",
    "saved_view": """
        id text PRIMARY KEY,
        page text NOT NULL,
        name text NOT NULL,
        filters jsonb NOT NULL,
        created_by text NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        UNIQUE (page, name)""",
    "sweep": """
        name text PRIMARY KEY,
        watermark timestamptz NOT NULL""",
}


def upgrade() -> None:
    """Create schema ``pointsman`` and its tables."""
    op.execute("CREATE SCHEMA IF NOT EXISTS pointsman")
    for name, columns in TABLES.items():
        op.execute(f"CREATE TABLE pointsman.{name} ({columns})")
    say(f"Created {len(TABLES)} tables in schema pointsman.")
