"""The row of the list follows what is written of an execution, whoever writes it."""

import pytest
from sqlalchemy import Connection, text

from tests.factories import make_active, make_template, start
from tests.pages.rows import made_by_the_backend, settle

LISTED = "SELECT {} FROM pointsman.listed_execution WHERE id = :id"


@pytest.fixture
def version(database: Connection) -> str:
    return make_active(make_template())


def listed(database: Connection, execution_id: str, columns: str) -> tuple[object, ...]:
    found = database.execute(text(LISTED.format(columns)), {"id": execution_id}).one_or_none()
    return () if found is None else tuple(found)


def write(database: Connection, statement: str, **values: str) -> None:
    database.execute(text(statement), values)


def test_an_execution_of_the_backend_is_listed_at_once(database: Connection, version: str) -> None:
    made = made_by_the_backend(database, version, "Bought elsewhere")
    assert listed(database, made, "name, status, version_id, origin, runtime_status") == (
        *("Bought elsewhere", "STARTED", version),
        *(None, None),
    )


def test_what_the_backend_changes_is_followed(database: Connection, version: str) -> None:
    made = made_by_the_backend(database, version)
    change = """UPDATE "WorkflowExecution" SET status = 'FAILED', name = 'Other', context = '{"customerId": "c9"}'
                WHERE id = :id"""
    write(database, change, id=made)
    assert listed(database, made, "name, status, customer_id") == ("Other", "FAILED", "c9")
    contained = 'facts @> pointsman.facts_of(\'{"customerId": "c9"}\')'
    assert listed(database, made, contained) == (True,)


def test_a_service_request_that_the_backend_ties_and_unties_is_followed(database: Connection, version: str) -> None:
    first, second = made_by_the_backend(database, version), made_by_the_backend(database, version)
    write(database, """INSERT INTO "ServiceRequest" (id, "workflowExecutionId") VALUES ('sr_1', :id)""", id=first)
    assert listed(database, first, "service_request_id") == ("sr_1",)
    write(database, """UPDATE "ServiceRequest" SET "workflowExecutionId" = :id WHERE id = 'sr_1'""", id=second)
    assert listed(database, first, "service_request_id") == (None,)
    assert listed(database, second, "service_request_id") == ("sr_1",)
    write(database, """DELETE FROM "ServiceRequest" WHERE id = 'sr_1'""")
    assert listed(database, second, "service_request_id") == (None,)


def test_what_a_run_tells_is_followed(database: Connection) -> None:
    template = make_template()
    make_active(template)
    made = start(template, {"state": "DE"}).execution_id or ""
    settle(database, made, "FAILED", "FAILED", failure='{"type": "https://example.com/errors/rejected"}')
    told = listed(database, made, "status, runtime_status, failure_type, drifts, template_id, kind")
    assert told == ("FAILED", "FAILED", "https://example.com/errors/rejected", False, template, "NORMAL")
    settle(database, made, "STARTED", "FAILED")
    assert listed(database, made, "drifts, failure_type") == (True, None)


def test_a_standard_fault_is_listed_by_its_name(database: Connection) -> None:
    template = make_template()
    make_active(template)
    made = start(template, {}).execution_id or ""
    settle(
        database,
        made,
        "FAILED",
        "FAILED",
        failure='{"type": "https://serverlessworkflow.io/spec/1.0.0/errors/timeout"}',
    )
    assert listed(database, made, "failure_type") == ("timeout",)


def test_a_wait_is_followed_and_is_over_with_the_execution(database: Connection) -> None:
    template = make_template()
    make_active(template)
    made = start(template, {}).execution_id or ""
    wait = "UPDATE pointsman.execution_run SET waiting_since = '2026-01-01Z' WHERE execution_id = :id"
    settle(database, made, "STARTED", "RUNNING")
    write(database, wait, id=made)
    assert listed(database, made, "waiting_since = '2026-01-01Z'") == (True,)
    write(database, """UPDATE "WorkflowExecution" SET status = 'COMPLETED' WHERE id = :id""", id=made)
    assert listed(database, made, "waiting_since") == (None,)


def test_a_deleted_execution_leaves_the_list(database: Connection, version: str) -> None:
    made = made_by_the_backend(database, version)
    write(database, 'DELETE FROM "WorkflowExecution" WHERE id = :id', id=made)
    assert listed(database, made, "id") == ()


@pytest.mark.parametrize("length", [300, 5_000])
def test_texts_longer_than_an_index_holds_are_cut_and_still_found(
    database: Connection, version: str, length: int
) -> None:
    made = made_by_the_backend(database, version, "n" * length)
    write(
        database,
        """UPDATE "WorkflowExecution"
           SET context = jsonb_build_object('customerId', repeat(chr(128640), CAST(:length AS integer)))
           WHERE id = :id""",
        id=made,
        length=str(length),
    )
    assert listed(database, made, "length(customer_id)") == (200,)


def test_a_body_with_very_many_values_is_marked_as_cut(database: Connection, version: str) -> None:
    made = made_by_the_backend(database, version)
    many = """UPDATE "WorkflowExecution" SET context =
              (SELECT jsonb_object_agg('k' || n, n) FROM generate_series(1, 3000) n) WHERE id = :id"""
    write(database, many, id=made)
    assert listed(database, made, "cardinality(facts), facts @> '{0}'") == (1001, True)
