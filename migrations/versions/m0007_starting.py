"""What machines and bulk starts need: tokens, events as they came in, whole requests, known entities, jobs."""

from alembic import op

from migrations.report import say

revision = "0007"
down_revision = "0006"

TABLES = {
    "api_token": """
        id text PRIMARY KEY,
        name text NOT NULL,
        digest bytea NOT NULL UNIQUE,
        scopes text[] NOT NULL CHECK (cardinality(scopes) > 0),
        created_by text NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        last_used_at timestamptz,
        revoked_by text,
        revoked_at timestamptz,
        CHECK ((revoked_by IS NULL) = (revoked_at IS NULL))""",
    "inbound_event": """
        id text PRIMARY KEY,
        source text NOT NULL,
        source_event_id text NOT NULL,
        type text NOT NULL,
        body jsonb NOT NULL,
        occurred_at timestamptz,
        received_at timestamptz NOT NULL DEFAULT now(),
        done_at timestamptz,
        attempts integer NOT NULL DEFAULT 0,
        next_attempt_at timestamptz,
        trouble text,
        UNIQUE (source, source_event_id)""",
    "subscription_state": """
        source text NOT NULL,
        subscription_id text NOT NULL,
        version bigint NOT NULL,
        items text[] NOT NULL,
        inbound_event_id text NOT NULL REFERENCES pointsman.inbound_event (id) ON DELETE CASCADE,
        PRIMARY KEY (source, subscription_id, version)""",
    "known_entity": """
        entity_type public."WorkflowLinkType" NOT NULL,
        entity_id text NOT NULL,
        name text,
        source text NOT NULL,
        seen_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (entity_type, entity_id)""",
    "start_job": """
        id text PRIMARY KEY,
        name text NOT NULL,
        template_id text NOT NULL REFERENCES public."WorkflowTemplate" (id) ON DELETE CASCADE ON UPDATE CASCADE,
        version_id text NOT NULL REFERENCES public."WorkflowTemplateVersion" (id) ON DELETE CASCADE ON UPDATE CASCADE,
        created_by text NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        reason text NOT NULL,
        stopped_by text,
        stopped_at timestamptz,
        done_at timestamptz""",
    "start_job_row": """
        job_id text NOT NULL REFERENCES pointsman.start_job (id) ON DELETE CASCADE,
        number integer NOT NULL,
        name text,
        input jsonb NOT NULL DEFAULT 'null',
        context jsonb,
        service_request_id text,
        task_group_id text,
        delivery_id text REFERENCES pointsman.delivery (id) ON DELETE SET NULL,
        outcome text,
        detail text,
        done_at timestamptz,
        PRIMARY KEY (job_id, number)""",
}

# `request` holds what was asked beside entity and payload, so that a refused request can be decided again; `digest`
# tells a repeated request from another one under the same key.
DELIVERY = """
ALTER TABLE pointsman.delivery
    ADD COLUMN request jsonb,
    ADD COLUMN digest bytea,
    ADD COLUMN actor text,
    ADD COLUMN reason text,
    ADD COLUMN template_id text,
    ADD COLUMN inbound_event_id text REFERENCES pointsman.inbound_event (id) ON DELETE SET NULL,
    DROP CONSTRAINT delivery_outcome_check,
    ADD CONSTRAINT delivery_outcome_check CHECK (outcome IN (
        'STARTED', 'DUPLICATE', 'NO_LINK', 'LINK_DISABLED', 'NO_ACTIVE_VERSION', 'INVALID_INPUT', 'FAILED_TO_START',
        'IGNORED'))"""
RUN = """
ALTER TABLE pointsman.execution_run
    ADD COLUMN customer_id text,
    ADD COLUMN subscription_id text,
    ADD COLUMN service_request_id text,
    ADD COLUMN task_group_id text"""
INDEXES = {
    "inbound_event_due": "pointsman.inbound_event (next_attempt_at) WHERE next_attempt_at IS NOT NULL",
    "subscription_state_event": "pointsman.subscription_state (inbound_event_id)",
    "delivery_inbound": "pointsman.delivery (inbound_event_id)",
    "delivery_source": "pointsman.delivery (source, received_at DESC, id DESC)",
    "delivery_template": "pointsman.delivery (template_id, received_at DESC, id DESC)",
    "run_customer": "pointsman.execution_run (customer_id) WHERE customer_id IS NOT NULL",
    "run_subscription": "pointsman.execution_run (subscription_id) WHERE subscription_id IS NOT NULL",
    "run_service_request": "pointsman.execution_run (service_request_id) WHERE service_request_id IS NOT NULL",
    "start_job_newest": "pointsman.start_job (created_at DESC, id DESC)",
    "start_job_template": "pointsman.start_job (template_id)",
    "start_job_version": "pointsman.start_job (version_id)",
    "start_job_open": "pointsman.start_job (created_at) WHERE done_at IS NULL AND stopped_at IS NULL",
    "start_job_row_open": "pointsman.start_job_row (job_id, number) WHERE done_at IS NULL",
    "start_job_row_delivery": "pointsman.start_job_row (delivery_id)",
}


def upgrade() -> None:
    """Create six tables, widen ``delivery`` and ``execution_run``, and index what is searched."""
    for name, columns in TABLES.items():
        op.execute(f"CREATE TABLE pointsman.{name} ({columns})")
    op.execute(DELIVERY)
    op.execute(RUN)
    for name, target in INDEXES.items():
        op.execute(f"CREATE INDEX {name} ON {target}")
    say("Created the tables for tokens, inbound events, known entities and start jobs.")
