"""What follows single rows goes to them by their keys, however few rows there were when it was planned."""

from alembic import op

from migrations.report import say
from migrations.versions.m0010_lists import create_index
from migrations.versions.m0015_lists import FOLLOW

revision = "0016"
down_revision = "0015"

# A join may begin at the index of what the backend started, and read all of it for every start.
IS_NEW = "SELECT l.origin IS NULL FROM pointsman.listed_execution l WHERE l.id = added.execution_id"
THEIRS = "SELECT execution_id FROM added"
LIST_ADDED_RUN = f"IF EXISTS (SELECT FROM added WHERE ({IS_NEW})) THEN {FOLLOW} ({THEIRS}); END IF"
FUNCTIONS = (
    *("list_added", "list_changed", "list_added_run", "list_changed_run", "list_service_request", "list_failure"),
    *("end_of_execution", "end_of_run"),
)
WAYS = ("seqscan", "hashjoin", "mergejoin")
"""A connection keeps its plans until a table is analysed: made when it had a dozen rows, they read all ten thousand."""
# Failures of one kind are few beside all executions: what is asked of them most stands in their index.
FAILURES = (
    "(failure_type, created_at, id) INCLUDE (status, runtime_status, waiting_since) WHERE failure_type IS NOT NULL"
)


def upgrade() -> None:
    """Take the ways that read a whole table or index from the functions of triggers; widen the index of failures."""
    op.execute(
        "CREATE OR REPLACE FUNCTION pointsman.list_added_run() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN {LIST_ADDED_RUN}; RETURN NULL; END $$"
    )
    for function in FUNCTIONS:
        for way in WAYS:
            op.execute(f"ALTER FUNCTION pointsman.{function}() SET enable_{way} = off")
    with op.get_context().autocommit_block():
        create_index("CONCURRENTLY", "listed_failures", FAILURES)
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS pointsman.listed_failure_type")
    say("What follows executions stays quick while tables grow.")
