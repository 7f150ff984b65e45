"""Failed executions go on with a new run: what is to be retried is kept until it is."""

from alembic import op

from migrations.report import say

revision = "0014"
down_revision = "0013"

RETRY = """
CREATE TABLE IF NOT EXISTS pointsman.retry (
    execution_id text NOT NULL REFERENCES public."WorkflowExecution" (id) ON DELETE CASCADE ON UPDATE CASCADE,
    run_id text NOT NULL,
    request_id text NOT NULL,
    position integer NOT NULL,
    tasks text[] NOT NULL,
    actor text NOT NULL,
    reason text NOT NULL,
    requested_at timestamptz NOT NULL,
    attempts integer NOT NULL DEFAULT 0,
    next_attempt_at timestamptz NOT NULL,
    new_run_id text,
    done_at timestamptz,
    trouble text,
    PRIMARY KEY (execution_id, run_id))"""


def upgrade() -> None:
    """Make the table of retries, and let runs know when their newest one began."""
    op.execute(RETRY)
    op.execute("CREATE INDEX IF NOT EXISTS retry_due ON pointsman.retry (next_attempt_at) WHERE done_at IS NULL")
    op.execute("CREATE INDEX IF NOT EXISTS retry_request ON pointsman.retry (request_id)")
    op.execute("ALTER TABLE pointsman.execution_run ADD COLUMN IF NOT EXISTS retried_at timestamptz")
    say("Failed executions can be retried from the task that failed.")
