"""How often an entity was asked for, and what came of it, is read from the index alone."""

from alembic import op

from migrations.report import say

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Put the outcome beside entity and time into the index of deliveries."""
    op.execute("DROP INDEX IF EXISTS pointsman.delivery_entity")
    op.execute(
        "CREATE INDEX delivery_entity ON pointsman.delivery (entity_type, entity_id, received_at DESC) "
        "INCLUDE (outcome)"
    )
    say("Made the index of deliveries by entity anew, with their outcomes.")
