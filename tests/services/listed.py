"""A small history for the lists: executions of every status, origin, kind and age, some of the backend."""

from datetime import UTC, datetime

from sqlalchemy import Connection, text

from domain.vocabulary import ExecutionStatus, Origin, RuntimeStatus
from tests.factories import make_active, make_published, make_template

FIRST = datetime(2026, 1, 1, tzinfo=UTC)
ROWS = 96

_EXECUTIONS = text("""
INSERT INTO "WorkflowExecution"
    (id, name, "workflowTemplateVersionId", status, "createdAt", "parentWorkflowExecutionId")
SELECT 'execution-' || to_char(n, 'FM0000'), 'Order ' || n || ' of ' || n % 7,
       (CAST(:versions AS text[]))[1 + n % cardinality(CAST(:versions AS text[]))],
       (CAST(:statuses AS "WorkflowExecutionStatus"[]))[1 + n % 5],
       timestamp '2026-01-01' + n / 5 * interval '1 hour',
       CASE WHEN n % 4 = 3 THEN 'execution-' || to_char(n - 1, 'FM0000') END
FROM generate_series(0, :last) n""")
_RUNS = text("""
INSERT INTO pointsman.execution_run
    (execution_id, origin, kind, started_by, runtime_status, customer_id, subscription_id, service_request_id)
SELECT 'execution-' || to_char(n, 'FM0000'), (CAST(:origins AS text[]))[1 + n % 5],
       CASE WHEN n % 6 = 0 THEN 'TEST' ELSE 'NORMAL' END, 'ada', (CAST(:runtime AS text[]))[1 + n % 8],
       'customer-' || n % 5, 'subscription-' || n % 7, 'request-' || n % 11
FROM generate_series(0, :last) n WHERE n % 9 <> 0""")


def insert_history(connection: Connection) -> None:
    """96 executions of three versions of two templates; five share each moment, every ninth is the backend's."""
    first, second = make_template("First"), make_template("Second")
    versions = [make_active(first), make_published(first, "1.1.0"), make_active(second)]
    values = {"versions": versions, "statuses": [status.value for status in ExecutionStatus], "last": ROWS - 1}
    connection.execute(_EXECUTIONS, values)
    words = {"origins": [one.value for one in Origin], "runtime": [one.value for one in RuntimeStatus]}
    connection.execute(_RUNS, {**words, "last": ROWS - 1})
