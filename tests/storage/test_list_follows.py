"""Whatever one statement writes of executions and their runs, alone or together, the list tells the same afterwards."""

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, text

from storage.database import bound_to
from tests.factories import make_active, make_template

COLUMNS = """id, created_at, name, status, runtime_status, template_id, version_id, origin, kind, started_by,
entity_type, entity_id, service_request_id, customer_id, subscription_id, parent_id, root_id, started_at, closed_at,
failure_type, waiting_since"""
TOLD = text(f"SELECT {COLUMNS}, pointsman.facts_of(body) FROM pointsman.execution_to_list ORDER BY id")
LISTED = text(f"SELECT {COLUMNS}, facts FROM pointsman.listed_execution ORDER BY id")

MAKE = """INSERT INTO "WorkflowExecution" (id, name, "workflowTemplateVersionId", context)
SELECT 'e' || n, 'Order', :version, '{"customerId": "c1"}' FROM generate_series(1, 3) n"""
RUN = """INSERT INTO pointsman.execution_run (execution_id, origin, started_by, input, customer_id)
SELECT 'e' || n, 'API', 'ada', '{"state": "DE"}', 'c2' FROM generate_series(1, :last) n ON CONFLICT DO NOTHING"""
CHANGE = 'UPDATE "WorkflowExecution" SET {} WHERE id IN {}'
CHANGE_RUN = "UPDATE pointsman.execution_run SET {} WHERE execution_id IN {}"
OF_EXECUTION = (
    *("status = 'STARTED'", "status = 'FAILED'", "name = name || '!'", "context = NULL"),
    """context = '{"customerId": "c3", "n": [1, 2]}'""",
)
OF_RUN = (
    *("runtime_status = 'RUNNING', started_at = now()", "runtime_status = 'FAILED', closed_at = now()"),
    *("customer_id = NULL", "subscription_id = 's9'", "service_request_id = 'r1'", "kind = 'TEST'"),
    *("waiting_since = now()", "waiting_since = NULL", "start_attempts = start_attempts + 1"),
    *("""failure = '{"type": "bank"}'""", "failure = NULL", "delivery_id = 'd1'", "delivery_id = NULL"),
)
ROWS = st.sampled_from(["('e1')", "('e1', 'e2', 'e3')", "('e3')"])
CHANGES = st.builds(CHANGE.format, st.sampled_from(OF_EXECUTION), ROWS)
RUN_CHANGES = st.builds(CHANGE_RUN.format, st.sampled_from(OF_RUN), ROWS)
RUNS = st.sampled_from([RUN.replace(":last", str(last)) for last in (1, 3)])
ONE = CHANGES | RUN_CHANGES | RUNS
TOGETHER = st.tuples(CHANGES, RUN_CHANGES | RUNS).map(
    "WITH one AS ({0[0]} RETURNING 1), other AS ({0[1]}) SELECT".format
)


@given(st.booleans(), st.lists(ONE | TOGETHER, max_size=6))
def test_the_list_tells_what_the_rows_tell(database_engine: Engine, with_runs: bool, changes: list[str]) -> None:
    with database_engine.connect() as connection, connection.begin() as everything, bound_to(connection):
        version = make_active(make_template())
        made = f"WITH made AS ({MAKE}) {RUN.replace(':last', '3')}" if with_runs else MAKE
        connection.execute(text(made), {"version": version})
        connection.execute(
            text(
                "INSERT INTO pointsman.delivery (id, source, source_event_id, entity_type, entity_id) "
                "VALUES ('d1', 's', 'e', 'PRODUCT', 'us-incorporation')"
            )
        )
        for change in changes:
            connection.execute(text(change.replace(":", "\\:")))
            assert connection.execute(LISTED).all() == connection.execute(TOLD).all(), change
        everything.rollback()
