"""Which executions wait for a person, and since when."""

from alembic import op

from migrations.report import say
from migrations.versions.m0010_lists import COLUMNS, NEWEST, VIEW, create_functions, create_index

revision = "0011"
down_revision = "0010"

_BODY = "AS body\n"
# What has ended waits for nobody, whoever says that it has ended.
LISTED = f"""{_BODY.rstrip()},
       CASE WHEN e.status = 'STARTED' THEN r.waiting_since END AS waiting_since
"""
INDEXES = {
    "listed_waiting": f"({NEWEST}) WHERE waiting_since IS NOT NULL",
    "listed_waiting_since": f"(waiting_since, {NEWEST}) WHERE waiting_since IS NOT NULL",
}


def upgrade() -> None:
    """Add the moment to runs and to their rows in the list, which the triggers keep from now on."""
    with op.get_context().autocommit_block():
        for column in (
            "execution_run.waiting_since",
            "execution_run.waiting_told_at",
            "listed_execution.waiting_since",
        ):
            table, name = column.split(".")
            op.execute(f"ALTER TABLE pointsman.{table} ADD COLUMN IF NOT EXISTS {name} timestamptz")
        op.execute(VIEW.replace(_BODY, LISTED))
        create_functions((*COLUMNS, "waiting_since"))
        for name, target in INDEXES.items():
            create_index("CONCURRENTLY", name, target)
    say("Executions tell since when they wait for a person.")
