"""What the list of executions already tells is not read again: a start and its note write both tables at once."""

from alembic import op

from migrations.report import say
from migrations.versions.m0010_lists import COLUMNS, READ_BODIES, RUN

revision = "0015"
down_revision = "0013"

LISTED = (*COLUMNS, "waiting_since")
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
UPDATE pointsman.listed_execution listed SET {", ".join(f"{name} = told.{name}" for name in LISTED)},
    facts = CASE WHEN listed.origin IS DISTINCT FROM told.origin THEN pointsman.facts_of(told.body)
                 ELSE listed.facts END
FROM pointsman.execution_to_list told
WHERE told.id = listed.id AND {_row("listed", LISTED)} IS DISTINCT FROM {_row("told", LISTED)} AND listed.id IN """
OTHER_CONTEXT = "(SELECT c.id FROM changed c JOIN before b ON b.id = c.id WHERE c.context IS DISTINCT FROM b.context)"
# Triggers see what the whole statement wrote. Where it wrote executions, too, their own trigger has told the list.
FUNCTIONS = {
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
}


def upgrade() -> None:
    """Replace three functions of the list's triggers."""
    for name, body in FUNCTIONS.items():
        op.execute(
            f"CREATE OR REPLACE FUNCTION pointsman.{name}() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN {body}; RETURN NULL; END $$"
        )
    op.execute(
        f"CREATE OR REPLACE TRIGGER list_changed_run AFTER UPDATE ON {RUN} "
        f"REFERENCING OLD TABLE AS before NEW TABLE AS changed "
        f"FOR EACH STATEMENT EXECUTE FUNCTION pointsman.list_changed_run()"
    )
    say("Starts keep the list of executions with less work.")
