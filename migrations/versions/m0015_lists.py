"""The list of executions tells what has not recovered, and what it tells already is not read again."""

from alembic import op
from sqlalchemy import text

from migrations.report import say
from migrations.versions.m0010_lists import COLUMNS, NEWEST, READ_BODIES, RUN, VIEW, create_index, insert
from migrations.versions.m0011_waiting import LISTED

revision = "0015"
down_revision = "0014"

COLUMN = """
ALTER TABLE pointsman.listed_execution ADD COLUMN IF NOT EXISTS unrecovered boolean NOT NULL DEFAULT false"""
_OPEN = "EXISTS (SELECT FROM pointsman.failure f WHERE f.execution_id = e.id AND f.settled IS NULL)"
TOLD = VIEW.replace("AS body\n", LISTED.rstrip() + f",\n       {_OPEN} AS unrecovered\n")
ALL = (*COLUMNS, "waiting_since", "unrecovered")
SELDOM = (
    *("origin", "kind", "started_by", "delivery_id", "customer_id", "subscription_id", "service_request_id"),
    *("failure", "waiting_since"),
)
"""What a row of the list has of a run in another form, or from elsewhere, too."""
AS_IT_IS = ("runtime_status", "started_at", "closed_at")


def _row(name: str, columns: tuple[str, ...]) -> str:
    return "({})".format(", ".join(f"{name}.{column}" for column in columns))


# The input comes with the run: where a run appears, the facts are read, and nowhere else unless the context changed.
FOLLOW = f"""
UPDATE pointsman.listed_execution listed SET {", ".join(f"{name} = told.{name}" for name in ALL)},
    facts = CASE WHEN listed.origin IS DISTINCT FROM told.origin THEN pointsman.facts_of(told.body)
                 ELSE listed.facts END
FROM pointsman.execution_to_list told
WHERE told.id = listed.id AND {_row("listed", ALL)} IS DISTINCT FROM {_row("told", ALL)} AND listed.id IN """
OTHER_CONTEXT = "(SELECT c.id FROM changed c JOIN before b ON b.id = c.id WHERE c.context IS DISTINCT FROM b.context)"
# Triggers see what the whole statement wrote. Where it wrote executions, too, their own trigger has told the list.
FUNCTIONS = {
    "list_added": insert(ALL) + " WHERE id IN (SELECT id FROM added) ON CONFLICT (id) DO NOTHING",
    "list_changed": f"""{FOLLOW} (SELECT id FROM changed);
IF EXISTS {OTHER_CONTEXT} THEN {READ_BODIES} {OTHER_CONTEXT}; END IF""",
    "list_added_run": f"""
IF EXISTS (SELECT FROM added JOIN pointsman.listed_execution l ON l.id = added.execution_id WHERE l.origin IS NULL) THEN
    {FOLLOW} (SELECT execution_id FROM added);
END IF""",
    "list_changed_run": f"""
IF EXISTS (SELECT FROM changed c LEFT JOIN before b ON b.execution_id = c.execution_id
           LEFT JOIN pointsman.listed_execution l ON l.id = c.execution_id
           WHERE {_row("b", SELDOM)} IS DISTINCT FROM {_row("c", SELDOM)}
              OR {_row("l", AS_IT_IS)} IS DISTINCT FROM {_row("c", AS_IT_IS)}) THEN
    {FOLLOW} (SELECT execution_id FROM changed);
END IF""",
    "list_service_request": f'{FOLLOW} (SELECT "workflowExecutionId" FROM changed)',
    "list_failure": f"{FOLLOW} (SELECT execution_id FROM changed)",
}
FAILURE = "pointsman.failure"
TRIGGERS = (
    ("list_changed_run", "UPDATE", RUN, "OLD TABLE AS before NEW TABLE AS changed", "list_changed_run"),
    ("list_failed", "INSERT", FAILURE, "NEW TABLE AS changed", "list_failure"),
    ("list_settled", "UPDATE", FAILURE, "NEW TABLE AS changed", "list_failure"),
    ("list_no_failure", "DELETE", FAILURE, "OLD TABLE AS changed", "list_failure"),
)
# States that few rows are in, with what is short enough to stand in an index: most filters on them read nothing else.
SHORT = "status, runtime_status, origin, kind, entity_type, started_at, took_ms"
INDEXES = {
    "listed_unrecovered": f"({NEWEST}) WHERE unrecovered",
    "listed_drifting": f"({NEWEST}) INCLUDE ({SHORT}) WHERE drifts",
    "listed_waits": f"({NEWEST}) INCLUDE ({SHORT}, waiting_since) WHERE waiting_since IS NOT NULL",
}
REPLACED = ("listed_drift", "listed_waiting")
FILL = text("""
UPDATE pointsman.listed_execution listed SET unrecovered = true FROM pointsman.failure f
WHERE f.execution_id = listed.id AND f.settled IS NULL AND NOT listed.unrecovered""")


def upgrade() -> None:
    """Add the column with its index, have every trigger of the list keep it, and fill it."""
    with op.get_context().autocommit_block():
        for statement in (COLUMN, TOLD):
            op.execute(statement)
        for name, body in FUNCTIONS.items():
            op.execute(
                f"CREATE OR REPLACE FUNCTION pointsman.{name}() RETURNS trigger LANGUAGE plpgsql AS "
                f"$$ BEGIN {body}; RETURN NULL; END $$"
            )
        for name, event, table, rows, function in TRIGGERS:
            op.execute(
                f"CREATE OR REPLACE TRIGGER {name} AFTER {event} ON {table} REFERENCING {rows} "
                f"FOR EACH STATEMENT EXECUTE FUNCTION pointsman.{function}()"
            )
        filled = op.get_bind().execute(FILL).rowcount
        for name, target in INDEXES.items():
            create_index("CONCURRENTLY", name, target)
        for name in REPLACED:
            op.execute(f"DROP INDEX CONCURRENTLY IF EXISTS pointsman.{name}")
        op.execute("VACUUM (ANALYZE) pointsman.listed_execution")
    say(f"The list of executions tells what has not recovered: {filled:,} now. Starts keep it with less work.")
