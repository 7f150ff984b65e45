"""Acting on many: jobs of any action, reruns that know what they retry, and failures by what went wrong."""

from alembic import op

from migrations.report import say

revision = "0012"
down_revision = "0011"

# A job acts on executions as well as on rows of a list; `begun_at` tells that an attempt may have reached Temporal.
JOBS = """
ALTER TABLE pointsman.start_job
    ADD COLUMN IF NOT EXISTS action text NOT NULL DEFAULT 'START',
    ADD COLUMN IF NOT EXISTS query text,
    ALTER COLUMN template_id DROP NOT NULL,
    ALTER COLUMN version_id DROP NOT NULL"""
ROWS = """
ALTER TABLE pointsman.start_job_row
    ADD COLUMN IF NOT EXISTS execution_id text
        REFERENCES public."WorkflowExecution" (id) ON DELETE CASCADE ON UPDATE CASCADE,
    ADD COLUMN IF NOT EXISTS begun_at timestamptz"""
RETRIED = """
ALTER TABLE pointsman.execution_run ADD COLUMN IF NOT EXISTS retried_from text
    REFERENCES public."WorkflowExecution" (id) ON DELETE SET NULL ON UPDATE CASCADE"""

GROUP = """
CREATE TABLE IF NOT EXISTS pointsman.failure_group (
    id text PRIMARY KEY,
    template_id text NOT NULL REFERENCES public."WorkflowTemplate" (id) ON DELETE CASCADE ON UPDATE CASCADE,
    status text NOT NULL,
    task text NOT NULL,
    error text NOT NULL,
    owner text,
    note text)"""
FAILURE = """
CREATE TABLE IF NOT EXISTS pointsman.failure (
    execution_id text PRIMARY KEY REFERENCES public."WorkflowExecution" (id) ON DELETE CASCADE ON UPDATE CASCADE,
    group_id text NOT NULL REFERENCES pointsman.failure_group (id) ON DELETE CASCADE,
    template_id text NOT NULL,
    customer_id text,
    entity_id text,
    created_at timestamptz NOT NULL,
    settled text CHECK (settled IN ('RECOVERED', 'RETRIED', 'DEALT_WITH')),
    settled_by text,
    settled_at timestamptz,
    CHECK ((settled IS NULL) = (settled_at IS NULL)))"""

# What differs between two failures of the same kind is taken out of the text: times, ids, numbers.
STRIPPED = r"""
CREATE OR REPLACE FUNCTION pointsman.stripped(message text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
SELECT left(trim(regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(
    left(message, 2000),
    '\m[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\M', '<id>', 'gi'),
    '\m\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d([.,]\d+)?)?( ?(Z|UTC|[+-]\d\d:?\d\d))?)?\M', '<time>', 'gi'),
    '\m[a-z][a-z0-9]*([_-][a-z0-9]+)*[_-][a-z0-9]*\d[a-z0-9]*([_-][a-z0-9]+)*\M', '<id>', 'gi'),
    '\m(?=[a-z]*\d)(?=\d*[a-z])[a-z0-9]{12,}\M', '<id>', 'gi'),
    '\d+([.,:]\d+)*', '<n>', 'g'),
    '\s+', ' ', 'g')), 300) $$"""
FAILED = "('FAILED', 'FAILED_TO_START')"
# Work is the same where template and customer are, and the entity as far as both know one; without a customer, where
# the entity is.
LATER = "done.template_id || '' = failed.template_id AND done.created_at > failed.created_at"
"""Written so that no index of templates is asked: however the statistics are, one of customers or entities is."""
BY_CUSTOMER = """done.customer_id = failed.customer_id
    AND (done.entity_id = failed.entity_id OR done.entity_id IS NULL OR failed.entity_id IS NULL)"""
BY_ENTITY = "failed.customer_id IS NULL AND done.customer_id IS NULL AND done.entity_id = failed.entity_id"
SUCCESS = f"""SELECT done.id FROM pointsman.listed_execution done
    WHERE done.status || '' = 'COMPLETED' AND done.kind IS DISTINCT FROM 'TEST' AND {LATER}"""
LATER_SUCCESS = f"(SELECT id FROM ({SUCCESS} AND {BY_CUSTOMER} UNION ALL {SUCCESS} AND {BY_ENTITY}) later LIMIT 1)"
TOLD = r"""
    SELECT e.id, e.status, e.template_id, e.customer_id, e.entity_id, e.created_at, e.parent_id, e.kind,
           left(coalesce(r.failure ->> 'instance', ''), 200) AS task,
           concat_ws(': ', nullif(concat_ws(' ', coalesce(e.failure_type,
               CASE WHEN r.failure IS NULL THEN lower(replace(e.runtime_status, '_', ' ')) END),
               r.failure ->> 'status'), ''),
               nullif(pointsman.stripped(coalesce(r.failure ->> 'detail',
               CASE WHEN r.failure ? 'type' THEN r.failure ->> 'title' END, '')), '')) AS error
    FROM pointsman.execution_to_list e LEFT JOIN pointsman.execution_run r ON r.execution_id = e.id"""
GROUP_ID = "md5(concat_ws(chr(1), failed.template_id, failed.status, failed.task, failed.error))"

# Called wherever an execution may have ended, or may turn out to be no failure any more.
NOTE_END = f"""
CREATE OR REPLACE FUNCTION pointsman.note_end(ended text) RETURNS void LANGUAGE plpgsql SET enable_seqscan = off AS $$
DECLARE failed record;
BEGIN
    SELECT * INTO failed FROM ({TOLD}) told WHERE told.id = ended;
    IF failed.parent_id IS NOT NULL OR failed.kind = 'TEST' OR failed.status NOT IN {FAILED} THEN
        DELETE FROM pointsman.failure WHERE execution_id = ended;
    ELSE
        INSERT INTO pointsman.failure_group (id, template_id, status, task, error)
        VALUES ({GROUP_ID}, failed.template_id, failed.status, failed.task, failed.error) ON CONFLICT DO NOTHING;
        INSERT INTO pointsman.failure AS known
            (execution_id, group_id, template_id, customer_id, entity_id, created_at)
        VALUES (failed.id, {GROUP_ID}, failed.template_id, failed.customer_id, failed.entity_id, failed.created_at)
        ON CONFLICT (execution_id) DO UPDATE SET group_id = excluded.group_id, customer_id = excluded.customer_id,
            entity_id = excluded.entity_id;
        UPDATE pointsman.failure f SET settled = 'RECOVERED', settled_by = found.id, settled_at = now()
        FROM (SELECT {LATER_SUCCESS} AS id) found
        WHERE f.execution_id = ended AND f.settled IS NULL AND found.id IS NOT NULL;
    END IF;
    IF failed.status = 'COMPLETED' AND failed.kind IS DISTINCT FROM 'TEST' THEN
        PERFORM pointsman.note_success(failed.id, failed.template_id, failed.customer_id, failed.entity_id,
                                       failed.created_at);
    END IF;
END $$"""
NOTE_SUCCESS = f"""
CREATE OR REPLACE FUNCTION pointsman.note_success(
    id text, template_id text, customer_id text, entity_id text, created_at timestamptz) RETURNS void
LANGUAGE plpgsql SET enable_seqscan = off AS $$
BEGIN
    UPDATE pointsman.failure failed SET settled = 'RECOVERED', settled_by = done.id, settled_at = now()
    FROM (SELECT $1 AS id, $2 AS template_id, $3 AS customer_id, $4 AS entity_id, $5 AS created_at) done
    WHERE failed.settled IS NULL AND failed.template_id = $2
      AND coalesce(failed.customer_id, '') = coalesce($3, '') AND {LATER} AND ({BY_CUSTOMER} OR {BY_ENTITY});
END $$"""
TRIGGERS = {
    "end_of_execution": "PERFORM pointsman.note_end(NEW.id)",
    "end_of_run": """
    IF EXISTS (SELECT FROM public."WorkflowExecution" e WHERE e.id = NEW.execution_id
               AND e.status IN ('COMPLETED', 'FAILED', 'FAILED_TO_START')) THEN
        PERFORM pointsman.note_end(NEW.execution_id);
    END IF""",
}
EXECUTION, RUN = 'public."WorkflowExecution"', "pointsman.execution_run"
ENDS = "NEW.status IN ('COMPLETED', 'FAILED', 'FAILED_TO_START')"
TRIGGERED = (
    ("pointsman_ended", f"INSERT ON {EXECUTION}", f"({ENDS})", "end_of_execution"),
    (
        "pointsman_ends",
        f"UPDATE OF status ON {EXECUTION}",
        f"(OLD.status IS DISTINCT FROM NEW.status AND ({ENDS} OR OLD.status IN {FAILED}))",
        "end_of_execution",
    ),
    ("run_ended", f"INSERT ON {RUN}", "(true)", "end_of_run"),
    (
        "run_ends",
        f"UPDATE OF failure, runtime_status ON {RUN}",
        "((OLD.failure, OLD.runtime_status) IS DISTINCT FROM (NEW.failure, NEW.runtime_status))",
        "end_of_run",
    ),
)
FILL = f"""
WITH failed AS MATERIALIZED (
    SELECT * FROM ({TOLD}) told
    WHERE told.parent_id IS NULL AND told.kind IS DISTINCT FROM 'TEST' AND told.status IN {FAILED}),
named AS (
    INSERT INTO pointsman.failure_group (id, template_id, status, task, error)
    SELECT DISTINCT {GROUP_ID}, template_id, status, task, error FROM failed ON CONFLICT DO NOTHING)
INSERT INTO pointsman.failure
    (execution_id, group_id, template_id, customer_id, entity_id, created_at, settled, settled_by, settled_at)
SELECT failed.id, {GROUP_ID}, failed.template_id, failed.customer_id, failed.entity_id, failed.created_at,
       CASE WHEN found.id IS NOT NULL THEN 'RECOVERED' END, found.id, CASE WHEN found.id IS NOT NULL THEN now() END
FROM failed CROSS JOIN LATERAL (SELECT {LATER_SUCCESS} AS id) found
ON CONFLICT (execution_id) DO NOTHING"""
INDEXES = {
    "failure_of_group": "pointsman.failure (group_id, settled, created_at)",
    "failure_of_work": "pointsman.failure (template_id, coalesce(customer_id, ''), entity_id) WHERE settled IS NULL",
    "failure_group_template": "pointsman.failure_group (template_id)",
    "run_retried_from": "pointsman.execution_run (retried_from)",
    "start_job_row_execution": "pointsman.start_job_row (execution_id)",
}


def upgrade() -> None:
    """Widen jobs and runs, create the tables of failures with their triggers, and fill them with what failed before.

    What is filled before is kept when the migration is interrupted and begins again.
    """
    with op.get_context().autocommit_block():
        for statement in (JOBS, ROWS, RETRIED, GROUP, FAILURE, STRIPPED, NOTE_SUCCESS, NOTE_END):
            op.execute(statement)
        for name, target in INDEXES.items():
            op.execute(f"CREATE INDEX IF NOT EXISTS {name} ON {target}")
        for name, body in TRIGGERS.items():
            op.execute(
                f"CREATE OR REPLACE FUNCTION pointsman.{name}() RETURNS trigger LANGUAGE plpgsql AS "
                f"$$ BEGIN {body}; RETURN NULL; END $$"
            )
        for name, event, condition, function in TRIGGERED:
            op.execute(
                f"CREATE OR REPLACE TRIGGER {name} AFTER {event} FOR EACH ROW WHEN {condition} "
                f"EXECUTE FUNCTION pointsman.{function}()"
            )
        op.execute(FILL)
        op.execute("VACUUM (ANALYZE) pointsman.failure, pointsman.failure_group")
    say("Jobs act on executions of any kind; failures are grouped by what went wrong, those of before among them.")
