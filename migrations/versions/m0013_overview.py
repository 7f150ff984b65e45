"""Moves of points are found without reading the ledger of starts."""

from alembic import op

from migrations.report import say

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Index the few rows of the ledger that tell of an activation or of switching off."""
    op.execute(
        "CREATE INDEX IF NOT EXISTS ledger_moves ON pointsman.ledger (id DESC) "
        "WHERE action IN ('version.activate', 'template.switch_off')"
    )
    say("Made an index of the activations in the ledger.")
