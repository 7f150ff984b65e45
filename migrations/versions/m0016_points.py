"""What follows single rows goes to them by their keys, however small the tables were when it was planned."""

from alembic import op

from migrations.report import say

revision = "0016"
down_revision = "0015"

FUNCTIONS = (
    *("list_added", "list_changed", "list_added_run", "list_changed_run", "list_service_request", "list_failure"),
    *("end_of_execution", "end_of_run"),
)
WAYS = ("seqscan", "hashjoin", "mergejoin")
"""A connection keeps its plans until a table is analysed: made when it had a dozen rows, they read all ten thousand."""


def upgrade() -> None:
    """Take the ways that read a whole table from the functions of triggers."""
    for function in FUNCTIONS:
        for way in WAYS:
            op.execute(f"ALTER FUNCTION pointsman.{function}() SET enable_{way} = off")
    say("What follows executions stays quick while tables grow.")
