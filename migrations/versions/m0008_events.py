"""What events of a billing system need: which versions of a subscription started what, and how often one was sent."""

from alembic import op

from migrations.report import say

revision = "0008"
down_revision = "0007"

STATE = """
ALTER TABLE pointsman.subscription_state
    ADD COLUMN starts boolean NOT NULL DEFAULT false,
    ADD COLUMN started text[] NOT NULL DEFAULT '{}'"""
COPIES = "ALTER TABLE pointsman.inbound_event ADD COLUMN copies integer NOT NULL DEFAULT 1"
INDEXES = {
    "inbound_event_newest": "pointsman.inbound_event (received_at DESC, id DESC)",
    "run_started": "pointsman.execution_run (started_at) WHERE started_at IS NOT NULL",
    "delivery_tally": "pointsman.delivery (source, outcome, received_at DESC, id DESC)",
}


def upgrade() -> None:
    """Widen two tables and index what is listed and counted."""
    op.execute(STATE)
    op.execute(COPIES)
    for name, target in INDEXES.items():
        op.execute(f"CREATE INDEX {name} ON {target}")
    say("Subscriptions remember what they started; inbound events count their copies.")
