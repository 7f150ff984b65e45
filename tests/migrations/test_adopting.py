"""A database that the backend's Prisma made, with rows, is adopted: nothing is lost, the rules hold from then on."""

import psycopg
import pytest

from migrations.run import migrate
from tests.migrations import catalogue, seed

TABLES = [*seed.COLUMNS, "_prisma_migrations"]

ROWS = """
INSERT INTO "WorkflowTemplate" (id, name, description, "updatedAt") VALUES
    ('t_good', 'US company incorporation', NULL, '2026-01-02 03:04:05.678'), ('t_foreign', 'Foreign', '', now()),
    ('t_draft', 'Active draft', NULL, now()), ('t_old', 'Active deprecated', NULL, now()),
    ('t_off', 'Off', NULL, now());
INSERT INTO "WorkflowTemplateVersion" (id, "workflowTemplateId", version, definition, status, "updatedAt") VALUES
    ('v_good', 't_good', '1.0.0', '{"do": []}', 'PUBLISHED', now()),
    ('v_next', 't_good', '1.1.0', '["no object"]', 'DRAFT', now()),
    ('v_spare', 't_good', 'not semver', '{}', 'PUBLISHED', now()),
    ('v_draft', 't_draft', '0.1.0', '{}', 'DRAFT', now()),
    ('v_old', 't_old', '1.0.0', '{}', 'DEPRECATED', now());
UPDATE "WorkflowTemplate" SET "activeVersionId" =
    CASE id WHEN 't_good' THEN 'v_good' WHEN 't_foreign' THEN 'v_spare' WHEN 't_draft' THEN 'v_draft'
            WHEN 't_old' THEN 'v_old' END;
INSERT INTO "WorkflowTemplateLink" VALUES ('l_1', 't_good', 'PRODUCT', 'us-incorporation');
INSERT INTO "WorkflowExecution" (id, name, "workflowTemplateVersionId", status, context) VALUES
    ('e_root', 'Root', 'v_good', 'STARTED', '{"directorID": "d1"}'), ('e_done', 'Done', 'v_good', 'COMPLETED', NULL);
INSERT INTO "WorkflowExecution" (id, name, "workflowTemplateVersionId", "parentWorkflowExecutionId",
    "rootWorkflowExecutionId") VALUES ('e_child', 'Child', 'v_good', 'e_root', 'e_root');
ALTER TABLE "ServiceRequest" ADD "customerName" TEXT NOT NULL DEFAULT 'unknown', ADD "notes" JSONB;
INSERT INTO "ServiceRequest" VALUES ('s_1', 'e_root', 'Ada ✓', '{"a": 1}'), ('s_2', NULL, 'Bob', NULL);
INSERT INTO "ServiceRequestTaskGroup" VALUES ('g_1', 'e_child');
CREATE TABLE "_prisma_migrations" (id TEXT PRIMARY KEY, checksum TEXT NOT NULL);
INSERT INTO "_prisma_migrations" VALUES ('m_1', 'abc');
"""


@pytest.fixture
def backend_url(empty_database_url: str) -> str:
    """A database of the backend with rows, some of which break rules that it never had."""
    with psycopg.connect(empty_database_url) as connection:
        connection.execute(seed.DDL.encode())
        connection.execute(ROWS.encode())
    return empty_database_url


def test_no_row_is_lost_or_changed(backend_url: str) -> None:
    before = catalogue.rows_of(backend_url, TABLES)
    migrate(backend_url)
    assert catalogue.rows_of(backend_url, TABLES) == before


def test_no_table_column_constraint_or_unique_index_is_changed(backend_url: str) -> None:
    facts = (catalogue.CONSTRAINTS, catalogue.UNIQUE_INDEXES)
    before = [catalogue.columns(backend_url), *(catalogue.named(backend_url, query) for query in facts)]
    migrate(backend_url)
    assert [catalogue.columns(backend_url), *(catalogue.named(backend_url, query) for query in facts)] == before


def test_failed_is_added_to_the_enum_and_told(backend_url: str) -> None:
    said = migrate(backend_url)
    assert "Kept enum WorkflowExecutionStatus, added FAILED." in said
    assert [line for line in said if line.startswith("Add FAILED to enum WorkflowExecutionStatus in the backend's")]
    status = [*seed.ENUMS["WorkflowExecutionStatus"], "FAILED"]
    assert catalogue.named(backend_url, catalogue.ENUMS)["WorkflowExecutionStatus"] == status


@pytest.mark.parametrize(
    "told",
    [
        "Template “Foreign” (t_foreign) has version not semver active, which belongs to another template.",
        "Template “Active draft” (t_draft) has version 0.1.0 active, which is draft.",
        "Template “Active deprecated” (t_old) has version 1.0.0 active, which is deprecated.",
    ],
)
def test_rows_that_break_a_rule_are_listed(backend_url: str, told: str) -> None:
    assert f"{told} Left as it is." in migrate(backend_url)


def test_rows_that_keep_the_rules_are_not_listed(backend_url: str) -> None:
    assert not [said for said in migrate(backend_url) if "t_good" in said or "t_off" in said]


@pytest.mark.parametrize(
    "change",
    [
        """UPDATE "WorkflowTemplate" SET "activeVersionId" = 'v_next' WHERE id = 't_good'""",
        """UPDATE "WorkflowTemplateVersion" SET definition = '{}' WHERE id = 'v_good'""",
        """UPDATE "WorkflowTemplateVersion" SET status = 'DEPRECATED' WHERE id = 'v_good'""",
        """DELETE FROM "WorkflowTemplateVersion" WHERE id = 'v_old'""",
    ],
)
def test_the_rules_hold_afterwards(backend_url: str, change: str) -> None:
    migrate(backend_url)
    with psycopg.connect(backend_url) as connection, pytest.raises(psycopg.Error) as refused:
        connection.execute(change.encode())
    assert refused.value.sqlstate == "PM001"


def test_a_row_that_breaks_a_rule_can_be_mended(backend_url: str) -> None:
    migrate(backend_url)
    with psycopg.connect(backend_url) as connection:
        connection.execute("""UPDATE "WorkflowTemplateVersion" SET status = 'PUBLISHED' WHERE id IN ('v_draft')""")
        connection.execute("""UPDATE "WorkflowTemplate" SET "activeVersionId" = NULL WHERE id = 't_foreign'""")


def test_a_missing_table_is_created_beside_those_that_are_there(backend_url: str) -> None:
    with psycopg.connect(backend_url) as connection:
        connection.execute('DROP TABLE "ServiceRequestTaskGroup"')
    assert "Created table ServiceRequestTaskGroup." in migrate(backend_url)
    assert catalogue.named(backend_url, catalogue.CONSTRAINTS).items() >= seed.CONSTRAINTS.items()
