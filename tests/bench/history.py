"""Two years of a busy team in bulk, with the skew of real work: rows as they are before lists had a table of their own.

Versions follow each other, people come and go, faults have their seasons: many facts never occur together. Of four
executions one is the child of an earlier one; one in fifty was made by the backend itself.
"""

from datetime import timedelta

import psycopg

from domain.ids import new_id

TEMPLATES, BATCH = 40, 100_000
SPAN = timedelta(days=730)

_TEMPLATES = """
INSERT INTO "WorkflowTemplate" (id, name, "updatedAt")
SELECT 'template' || lpad(n::text, 3, '0') || %(salt)s, 'Template ' || n, now() FROM generate_series(0, %(last)s) n"""
_VERSIONS = """
INSERT INTO "WorkflowTemplateVersion" (id, "workflowTemplateId", version, definition, status, "updatedAt")
SELECT 'version' || lpad(n::text, 3, '0') || '-' || v || %(salt)s, 'template' || lpad(n::text, 3, '0') || %(salt)s,
       '1.' || v || '.0', '{}', 'PUBLISHED', now()
FROM generate_series(0, %(last)s) n, generate_series(0, 5) v"""
_FACTS = """
CREATE UNLOGGED TABLE fact AS
SELECT i, age, 'execution' || lpad(i::text, 16, '0') AS id,
       timestamp '2024-11-01' + age * %(span)s AS at,
       CASE WHEN kin < 0.25 AND i > 100 THEN 'execution' || lpad((i - 1 - i %% 3)::text, 16, '0') END AS parent,
       template, 'version' || lpad(template::text, 3, '0') || '-' || floor(age * 5.999) || %(salt)s AS version,
       CASE WHEN age > 0.995 AND luck < 0.5 THEN 'STARTED' WHEN luck < 0.01 THEN 'FAILED_TO_START'
            WHEN luck < 0.07 THEN 'FAILED' WHEN luck < 0.075 THEN 'STARTED' WHEN luck < 0.076 THEN 'CREATED'
            ELSE 'COMPLETED' END AS status,
       CASE WHEN kin < 0.25 AND i > 100 THEN 'CHILD' WHEN kin < 0.80 THEN 'LINK' WHEN kin < 0.92 THEN 'API'
            WHEN kin < 0.97 THEN 'MANUAL' WHEN kin < 0.98 THEN 'RERUN' END AS origin,
       CASE WHEN kin < 0.80 THEN 'billing' WHEN kin < 0.92 THEN 'portal'
            ELSE 'person' || floor(age * 20 + power(whim, 3) * 20) || '@acme.example' END AS started_by,
       'cus_' || lpad(floor(power(who, 4) * 60000)::text, 6, '0') AS customer,
       floor(template * 3 + whim * 3)::int AS product, luck, whim, who
FROM (SELECT i, i::float8 / %(total)s AS age, random() AS kin, random() AS luck, random() AS whim, random() AS who,
             floor(power(random(), 2) * %(templates)s)::int AS template
      FROM generate_series(%(first)s::bigint, %(last)s::bigint) i) drawn"""
_EXECUTIONS = """
INSERT INTO "WorkflowExecution" (id, name, "workflowTemplateVersionId", "createdAt", "parentWorkflowExecutionId",
                                 "rootWorkflowExecutionId", context, status)
SELECT id, 'Template ' || template || ' for ' || (ARRAY['Harbor', 'Lotus', 'Kaveri', 'Nordwind', 'Blue Heron',
       'Old Mill', 'Deccan', 'Orchard'])[1 + i % 8] || ' ' || customer, version, at, parent, parent,
       jsonb_build_object('customerId', customer, 'subscriptionId', 'sub_' || lpad((i % 300000)::text, 7, '0'),
                          'region', (ARRAY['EU', 'US', 'IN', 'JP'])[1 + floor(power(who, 2) * 4)],
                          'urgent', whim > 0.98),
       status::"WorkflowExecutionStatus"
FROM fact ORDER BY i"""
_DELIVERIES = """
INSERT INTO pointsman.delivery (id, source, source_event_id, entity_type, entity_id, received_at, outcome, execution_id)
SELECT 'd' || id, 'billing', id,
       (CASE WHEN product % 5 = 0 THEN 'SERVICE_CATALOG' ELSE 'PRODUCT' END)::"WorkflowLinkType",
       'product-' || product, at AT TIME ZONE 'UTC', 'STARTED', id
FROM fact WHERE origin = 'LINK' ORDER BY i"""
_RUNS = """
INSERT INTO pointsman.execution_run (execution_id, kind, origin, delivery_id, started_by, input, runtime_status,
                                     started_at, closed_at, observed_at, failure, customer_id, service_request_id)
SELECT id, CASE WHEN whim < 0.004 THEN 'TEST' ELSE 'NORMAL' END, origin, CASE WHEN origin = 'LINK' THEN 'd' || id END,
       started_by,
       jsonb_build_object('customer', jsonb_build_object('id', customer,
                              'plan', (ARRAY['free', 'team', 'firm'])[1 + i % 3]),
                          'state', (ARRAY['DE', 'CA', 'NY', 'TX', 'WY'])[1 + floor(power(whim, 3) * 5)],
                          'directors', jsonb_build_array(jsonb_build_object('id', 'dir_' || i / 2, 'residency', 'US')),
                          'amount', i % 997),
       CASE status WHEN 'STARTED' THEN CASE WHEN age < 0.9 THEN 'NOT_FOUND' ELSE 'RUNNING' END
                   WHEN 'FAILED'
                   THEN (ARRAY['FAILED', 'FAILED', 'FAILED', 'TERMINATED', 'CANCELED', 'TIMED_OUT'])[1 + i % 6]
                   WHEN 'COMPLETED' THEN CASE WHEN whim > 0.9995 THEN 'RUNNING' ELSE 'COMPLETED' END END,
       CASE WHEN status NOT IN ('FAILED_TO_START', 'CREATED') THEN at AT TIME ZONE 'UTC' END,
       CASE WHEN status IN ('COMPLETED', 'FAILED')
            THEN at AT TIME ZONE 'UTC' + exp(3 + template / 8.0 + 4 * whim) * interval '1 second' END,
       at AT TIME ZONE 'UTC',
       CASE status WHEN 'FAILED' THEN jsonb_build_object(
                       'type', 'https://open-workflow-specification.org/spec/1.0.0/errors/'
                       || (ARRAY['communication', 'timeout', 'validation', 'runtime', 'authorization'])
                          [1 + floor(power(whim, 2) * 2 + age * 3)])
                   WHEN 'FAILED_TO_START' THEN '{"title": "The start was refused"}' END,
       customer, CASE WHEN whim < 0.1 THEN 'sr_' || i END
FROM fact WHERE origin IS NOT NULL ORDER BY i"""
_TABLES = '"WorkflowExecution", pointsman.execution_run, pointsman.delivery, "WorkflowTemplateVersion"'


def make_history(url: str, total: int) -> None:
    """Write ``total`` executions with their runs and deliveries, in batches, without triggers; then analyse."""
    salt = f"-{new_id()[-4:]}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute("SELECT setseed(0.42)")
        for statement in (_TEMPLATES, _VERSIONS):
            connection.execute(statement.encode(), {"last": TEMPLATES - 1, "salt": salt})
        for first in range(0, total, BATCH):
            last = min(first + BATCH, total) - 1
            values = {"first": first, "last": last, "total": total, "templates": TEMPLATES, "salt": salt, "span": SPAN}
            with connection.transaction():
                connection.execute("DROP TABLE IF EXISTS fact")
                _made(connection, values)
        connection.execute("DROP TABLE IF EXISTS fact")
        connection.execute(f"VACUUM (ANALYZE) {_TABLES}".encode())


def make_waits(url: str) -> None:
    """Most of what runs waits for a person, for up to a day more than it has run."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(
            "UPDATE pointsman.execution_run SET waiting_since = started_at + random() * interval '1 day' "
            "WHERE runtime_status IN ('RUNNING', 'NOT_FOUND') AND random() < 0.8"
        )
        connection.execute("VACUUM (ANALYZE) pointsman.execution_run, pointsman.listed_execution")


def _made(connection: psycopg.Connection, values: dict[str, object]) -> None:
    psycopg.ClientCursor(connection).execute(_FACTS.encode(), values)
    for statement in (_EXECUTIONS, _DELIVERIES, _RUNS):
        connection.execute(statement.encode())
