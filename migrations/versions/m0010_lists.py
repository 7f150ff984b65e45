"""One narrow row for every execution, from which lists are read. Triggers keep it, also for what the backend writes."""

from collections.abc import Sequence
from itertools import combinations

from alembic import op
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from migrations.report import say

revision = "0010"
down_revision = "0009"

BATCH = 20_000
TOGETHER = ("status", "runtime_status", "origin", "started_by", "entity_type")
"""Columns of few values, of which each has very many rows: any two values have a term of their own."""
PAIRS = "".join(
    f"pointsman.term('{one}+{other}', {one} || '+' || {other}),\n        " for one, other in combinations(TOGETHER, 2)
)

# A term is one fact of a row as a number, so that one inverted index finds any two facts that a row has together.
# Numbers of different facts may be the same: who searches by terms compares the columns afterwards.
TERM = """
CREATE OR REPLACE FUNCTION pointsman.term(kind text, value text) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT hashtext(kind || '=' || value) $$"""

# Keys with their scalars, and scalars in lists, wherever they stand: what contains a JSON object has all its terms.
# A body with more of them than an index should hold has some of them and the mark of being cut, which is zero.
FACTS = """
CREATE OR REPLACE FUNCTION pointsman.facts_of(body jsonb) RETURNS integer[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN cardinality(terms) > 1000 THEN terms[1:1000] || 0 ELSE terms END
    FROM (SELECT array(
        SELECT hashtext(pair ->> 'key') # jsonb_hash(pair -> 'value')
        FROM jsonb_path_query(body, 'strict $.** ? (@.type() == "object").keyvalue()
                                     ? (@.value.type() != "object" && @.value.type() != "array")') pair
        UNION
        SELECT jsonb_hash(item) # 1
        FROM jsonb_path_query(body, 'strict $.** ? (@.type() == "array")[*]
                                     ? (@.type() != "object" && @.type() != "array")') item)) AS found (terms)
$$"""

TABLE = f"""
CREATE TABLE IF NOT EXISTS pointsman.listed_execution (
    id text PRIMARY KEY REFERENCES public."WorkflowExecution" (id) ON DELETE CASCADE ON UPDATE CASCADE,
    created_at timestamptz NOT NULL,
    name text NOT NULL,
    status text NOT NULL,
    runtime_status text,
    template_id text NOT NULL,
    version_id text NOT NULL,
    origin text,
    kind text,
    started_by text,
    entity_type text,
    entity_id text,
    service_request_id text,
    customer_id text,
    subscription_id text,
    parent_id text,
    root_id text,
    started_at timestamptz,
    closed_at timestamptz,
    failure_type text,
    facts integer[] NOT NULL DEFAULT '{{}}',
    took_ms bigint GENERATED ALWAYS AS (CASE WHEN closed_at >= started_at
        THEN floor(extract(epoch FROM closed_at - started_at) * 1000)::bigint
        WHEN closed_at < started_at THEN 0 END) STORED,
    drifts boolean GENERATED ALWAYS AS (coalesce(CASE runtime_status
        WHEN 'NOT_FOUND' THEN status = 'STARTED'
        WHEN 'RUNNING' THEN status <> 'STARTED'
        WHEN 'CONTINUED_AS_NEW' THEN status <> 'STARTED'
        WHEN 'COMPLETED' THEN status <> 'COMPLETED'
        ELSE status <> 'FAILED' END AND runtime_status IS NOT NULL, false)) STORED NOT NULL,
    terms integer[] GENERATED ALWAYS AS (array_remove(ARRAY[
        pointsman.term('status', status),
        pointsman.term('runtime_status', runtime_status),
        pointsman.term('template_id', template_id),
        pointsman.term('version_id', version_id),
        pointsman.term('origin', coalesce(origin, 'BACKEND')),
        pointsman.term('kind', kind),
        pointsman.term('started_by', started_by),
        pointsman.term('entity_type', entity_type),
        pointsman.term('entity_id', entity_id),
        pointsman.term('service_request_id', service_request_id),
        pointsman.term('customer_id', customer_id),
        pointsman.term('subscription_id', subscription_id),
        pointsman.term('parent_id', coalesce(parent_id, '')),
        pointsman.term('root_id', root_id),
        pointsman.term('failure_type', failure_type),
        {PAIRS}pointsman.term('day', floor(extract(epoch FROM created_at - '1970-01-01Z'::timestamptz) / 86400)::text),
        pointsman.term('month', floor(extract(epoch FROM created_at - '1970-01-01Z'::timestamptz) / 2592000)::text),
        pointsman.term('took', floor(log(2, CASE WHEN closed_at >= started_at
            THEN 1 + extract(epoch FROM closed_at - started_at) WHEN closed_at < started_at THEN 1 END))::text)
        ], NULL)) STORED NOT NULL
)"""
COLUMNS = (
    *("created_at", "name", "status", "runtime_status", "template_id", "version_id", "origin", "kind", "started_by"),
    *("entity_type", "entity_id", "service_request_id", "customer_id", "subscription_id", "parent_id", "root_id"),
    *("started_at", "closed_at", "failure_type"),
)

# What a row of the list should hold. Texts that come from outside are cut, as an index holds no more of them.
VIEW = r"""
CREATE OR REPLACE VIEW pointsman.execution_to_list AS
SELECT e.id, e."createdAt" AT TIME ZONE 'UTC' AS created_at, e.name, e.status::text AS status, r.runtime_status,
       v."workflowTemplateId" AS template_id, e."workflowTemplateVersionId" AS version_id, r.origin, r.kind,
       left(r.started_by, 200) AS started_by, d.entity_type::text AS entity_type, left(d.entity_id, 200) AS entity_id,
       left(coalesce(s.id, r.service_request_id), 200) AS service_request_id,
       left(coalesce(r.customer_id, pointsman.text_in(e.context, 'customerId')), 200) AS customer_id,
       left(coalesce(r.subscription_id, pointsman.text_in(e.context, 'subscriptionId')), 200) AS subscription_id,
       e."parentWorkflowExecutionId" AS parent_id, e."rootWorkflowExecutionId" AS root_id,
       r.started_at, r.closed_at,
       left(regexp_replace(coalesce(r.failure ->> 'type', r.failure ->> 'title'),
            '^https?://(serverlessworkflow\.io|open-workflow-specification\.org)/.*/', ''), 200) AS failure_type,
       jsonb_build_array(e.context, r.input) AS body
FROM public."WorkflowExecution" e
JOIN public."WorkflowTemplateVersion" v ON v.id = e."workflowTemplateVersionId"
LEFT JOIN pointsman.execution_run r ON r.execution_id = e.id
LEFT JOIN pointsman.delivery d ON d.id = r.delivery_id
LEFT JOIN public."ServiceRequest" s ON s."workflowExecutionId" = e.id"""
TEXT_IN = """
CREATE OR REPLACE FUNCTION pointsman.text_in(body jsonb, key text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE jsonb_typeof(body -> key) WHEN 'string' THEN nullif(body ->> key, '') END
$$"""
READ_BODIES = """
UPDATE pointsman.listed_execution listed SET facts = pointsman.facts_of(told.body)
FROM pointsman.execution_to_list told WHERE told.id = listed.id AND listed.id IN """


def insert(columns: Sequence[str]) -> str:
    """Puts executions into the list."""
    listed = ", ".join(columns)
    return f"""
INSERT INTO pointsman.listed_execution (id, {listed}, facts)
SELECT id, {listed}, pointsman.facts_of(body) FROM pointsman.execution_to_list"""


# Triggers of whole statements: a thousand rows that change at once cost one statement here, not a thousand.
def functions(columns: Sequence[str]) -> dict[str, str]:
    """The bodies of the triggers' functions by their names, for a list with these columns."""
    told = ", ".join(f"{name} = told.{name}" for name in columns)
    listed_row, told_row = (", ".join(f"{row}.{name}" for name in columns) for row in ("listed", "told"))
    follow = f"""
UPDATE pointsman.listed_execution listed SET {told} FROM pointsman.execution_to_list told
WHERE told.id = listed.id AND ({listed_row}) IS DISTINCT FROM ({told_row}) AND listed.id IN """
    return {
        "list_added": insert(columns) + " WHERE id IN (SELECT id FROM added) ON CONFLICT (id) DO NOTHING",
        "list_added_run": f"""
UPDATE pointsman.listed_execution listed SET {told}, facts = pointsman.facts_of(told.body)
FROM pointsman.execution_to_list told
WHERE told.id = listed.id AND listed.id IN (SELECT execution_id FROM added)
  AND ({listed_row}, listed.facts) IS DISTINCT FROM ({told_row}, pointsman.facts_of(told.body))""",
        "list_changed": f"""{follow} (SELECT id FROM changed);
{READ_BODIES} (SELECT c.id FROM changed c JOIN before b ON b.id = c.id WHERE c.context IS DISTINCT FROM b.context)""",
        "list_changed_run": f"{follow} (SELECT execution_id FROM changed)",
        "list_service_request": f'{follow} (SELECT "workflowExecutionId" FROM changed)',
    }


EXECUTION, RUN, REQUEST = 'public."WorkflowExecution"', "pointsman.execution_run", 'public."ServiceRequest"'
TRIGGERS = (
    ("pointsman_list_added", "INSERT", EXECUTION, "NEW TABLE AS added", "list_added"),
    ("pointsman_list_changed", "UPDATE", EXECUTION, "OLD TABLE AS before NEW TABLE AS changed", "list_changed"),
    ("list_added_run", "INSERT", RUN, "NEW TABLE AS added", "list_added_run"),
    ("list_changed_run", "UPDATE", RUN, "NEW TABLE AS changed", "list_changed_run"),
    ("pointsman_list_tied", "INSERT", REQUEST, "NEW TABLE AS changed", "list_service_request"),
    ("pointsman_list_retied", "UPDATE", REQUEST, "NEW TABLE AS changed", "list_service_request"),
    ("pointsman_list_released", "UPDATE", REQUEST, "OLD TABLE AS changed", "list_service_request"),
    ("pointsman_list_untied", "DELETE", REQUEST, "OLD TABLE AS changed", "list_service_request"),
)

NEWEST = "created_at, id"
FILTERS = (
    *("status", "runtime_status", "template_id", "version_id", "origin", "started_by", "entity_id"),
    *("service_request_id", "customer_id", "subscription_id", "parent_id", "root_id", "failure_type"),
)
SORTS = ("started_at", "closed_at", "took_ms")
RARE = ("entity_id", "service_request_id", "customer_id", "subscription_id", "parent_id", "root_id", "failure_type")
INDEXES = {
    "listed_newest": f"({NEWEST})",
    "listed_roots": f"({NEWEST}) WHERE parent_id IS NULL",
    "listed_backend": f"({NEWEST}) WHERE origin IS NULL",
    "listed_tests": f"({NEWEST}) WHERE kind = 'TEST'",
    "listed_drift": f"({NEWEST}) WHERE drifts",
    "listed_name_order": f"(left(name, 100), {NEWEST})",
    **{
        f"listed_{name}": f"({name}, {NEWEST})" + (f" WHERE {name} IS NOT NULL" if name in RARE else "")
        for name in (*FILTERS, *SORTS)
    },
}
# New entries wait in a short list, in kilobytes, that every search reads: a start is not kept by sorting them in.
_WAITING = "WITH (fastupdate = on, gin_pending_list_limit = 256)"
TERMS = f"USING gin (terms, facts, name gin_trgm_ops) {_WAITING}"
TERMS_ALONE = f"USING gin (terms, facts) {_WAITING}"

PAGE = text("""
SELECT id, "createdAt" FROM public."WorkflowExecution"
WHERE ("createdAt", id) > (CAST(:moment AS timestamp), CAST(:id AS text)) ORDER BY "createdAt", id LIMIT :size""")
LOCKS = (
    text('SELECT count(*) FROM (SELECT FROM public."WorkflowExecution" WHERE id = ANY(:ids) FOR SHARE) locked'),
    text("SELECT count(*) FROM (SELECT FROM pointsman.execution_run WHERE execution_id = ANY(:ids) FOR SHARE) locked"),
)
FILL = text(f"{insert(COLUMNS)} WHERE id = ANY(:ids) ORDER BY created_at, id ON CONFLICT (id) DO NOTHING")


def upgrade() -> None:
    """Create the table and its triggers, fill it without keeping writers waiting, then create its indexes.

    The index for text search on the shared table is not asked any more, and every write paid for it.

    What is filled before is kept when the migration is interrupted and begins again.
    """
    with op.get_context().autocommit_block():
        for statement in (TERM, FACTS, TEXT_IN, TABLE, VIEW):
            op.execute(statement)
        _create_triggers()
        filled = _fill()
        _create_indexes("CONCURRENTLY" if filled else "")
        op.execute("DROP INDEX IF EXISTS public.pointsman_execution_name")
        op.execute("ANALYZE pointsman.listed_execution")
    say(f"Created the table that lists are read from, with {filled:,} executions and {len(INDEXES) + 1} indexes.")


def create_functions(columns: Sequence[str]) -> None:
    """Have the triggers keep these columns."""
    for name, body in functions(columns).items():
        op.execute(
            f"CREATE OR REPLACE FUNCTION pointsman.{name}() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN {body}; RETURN NULL; END $$"
        )


def _create_triggers() -> None:
    create_functions(COLUMNS)
    for name, event, table, rows, function in TRIGGERS:
        op.execute(
            f"CREATE OR REPLACE TRIGGER {name} AFTER {event} ON {table} REFERENCING {rows} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION pointsman.{function}()"
        )


def _fill() -> int:
    """List every execution that is not listed yet, oldest first, in transactions of bounded size."""
    bind, filled, position = op.get_bind(), 0, {"moment": "-infinity", "id": ""}
    while found := bind.execute(PAGE, {**position, "size": BATCH}).all():
        ids = [row.id for row in found]
        bind.execute(text("BEGIN"))
        for statement in (*LOCKS, FILL):
            bind.execute(statement, {"ids": ids})
        bind.execute(text("COMMIT"))
        filled, position = filled + len(ids), {"moment": found[-1].createdAt, "id": found[-1].id}
    return filled


def _create_indexes(concurrently: str) -> None:
    for name, target in INDEXES.items():
        create_index(concurrently, name, target)
    try:
        create_index(concurrently, "listed_terms", TERMS)
    except DBAPIError as error:
        say(f"No index for text search: pg_trgm cannot be had here ({error.orig}). Searching by name will be slow.")
        create_index(concurrently, "listed_terms", TERMS_ALONE)


def create_index(concurrently: str, name: str, target: str) -> None:
    """An index that an interrupted run left half made is made again."""
    half_made = "SELECT 1 FROM pg_index WHERE indexrelid = to_regclass(:name) AND NOT indisvalid"
    if op.get_bind().execute(text(half_made), {"name": f"pointsman.{name}"}).scalar():
        op.execute(f"DROP INDEX pointsman.{name}")
    op.execute(f"CREATE INDEX {concurrently} IF NOT EXISTS {name} ON pointsman.listed_execution {target}")
