"""The database itself holds the rules of versions, whoever writes (rules 1, 2, 4, the freeze, 11)."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from storage.refusals import as_refusal
from tests.storage.rows import activate, insert_execution, insert_template, insert_version, run, set_status

CHILD = '{"document": {"namespace": "acme", "name": "dsc", "version": "1.0.0"}, "do": []}'
PARENT = """{"document": {"namespace": "acme", "name": "all", "version": "1.0.0"}, "do": [{"each": {"for": {}, "do":
    [{"dsc": {"run": {"workflow": {"namespace": "acme", "name": "dsc", "version": "1.0.0"}}}}]}}]}"""


@pytest.fixture
def sql(database: Connection) -> Connection:
    """A template ``t`` that is off, with a draft, a published and a deprecated version, and another template."""
    insert_template(database, "t")
    insert_version(database, "t", "draft", "DRAFT", number="3.0.0")
    insert_version(database, "t", "published", "PUBLISHED", number="2.0.0")
    insert_version(database, "t", "deprecated", "DEPRECATED", number="1.0.0")
    insert_template(database, "other")
    insert_version(database, "other", "foreign", "PUBLISHED")
    return database


@contextmanager
def refused(sql: Connection, sentence: str) -> Iterator[None]:
    """The statement inside is refused by PostgreSQL, and the product tells it with ``sentence``."""
    with pytest.raises(DBAPIError) as error, sql.begin_nested():
        yield
    assert sentence in str(as_refusal(error.value))


def test_a_published_version_of_the_template_can_be_active(sql: Connection) -> None:
    activate(sql, "t", "published")


def test_a_version_of_another_template_cannot_be_active(sql: Connection) -> None:
    with refused(sql, "The active version must belong to the same template."):
        activate(sql, "t", "foreign")


@pytest.mark.parametrize("status", ["draft", "deprecated"])
def test_only_a_published_version_can_be_active(sql: Connection, status: str) -> None:
    with refused(sql, f"is {status}; only a published version can be active."):
        activate(sql, "t", status)


def test_a_template_cannot_be_born_with_an_active_version_of_another(sql: Connection) -> None:
    with refused(sql, "must belong to the same template"):
        run(
            sql,
            """INSERT INTO "WorkflowTemplate" (id, name, "updatedAt", "activeVersionId")
               VALUES ('new', 'New', now(), 'foreign')""",
        )


def test_a_template_has_one_version_of_a_number(sql: Connection) -> None:
    with refused(sql, "This template already has a version with this number."):
        insert_version(sql, "t", "twin", "DRAFT", number="2.0.0")


def test_two_templates_may_have_the_same_number(sql: Connection) -> None:
    insert_version(sql, "other", "same number", "DRAFT", number="2.0.0")


@pytest.mark.parametrize("version", ["published", "deprecated"])
@pytest.mark.parametrize(
    "change",
    [
        """definition = '{"do": []}'""",
        "version = '9.9.9'",
        """"versionNote" = 'other'""",
        """"workflowTemplateId" = 'other'""",
    ],
)
def test_definition_number_note_and_template_are_frozen(sql: Connection, version: str, change: str) -> None:
    with refused(sql, f"is {version} and can never be edited."):
        run(sql, f'UPDATE "WorkflowTemplateVersion" SET {change} WHERE id = :id', id=version)


def test_a_draft_may_be_edited(sql: Connection) -> None:
    statement = (
        """UPDATE "WorkflowTemplateVersion" SET definition = '{"do": []}', version = '4.0.0' WHERE id = 'draft'"""
    )
    assert run(sql, statement) == 1


def test_writing_the_same_definition_again_is_no_edit(sql: Connection) -> None:
    statement = """UPDATE "WorkflowTemplateVersion" SET definition = definition, "updatedAt" = now() WHERE id = :id"""
    assert run(sql, statement, id="published") == 1


@pytest.mark.parametrize(
    ("version", "to"),
    [("published", "DRAFT"), ("deprecated", "DRAFT"), ("draft", "DEPRECATED")],
)
def test_a_status_never_goes_back_to_draft_nor_from_draft_to_deprecated(sql: Connection, version: str, to: str) -> None:
    with refused(sql, f"cannot go from {version} to {to.lower()}"):
        set_status(sql, version, to)


@pytest.mark.parametrize(
    ("version", "to"), [("draft", "PUBLISHED"), ("published", "DEPRECATED"), ("deprecated", "PUBLISHED")]
)
def test_the_three_moves_of_a_life_are_free(sql: Connection, version: str, to: str) -> None:
    set_status(sql, version, to)


def test_the_active_version_cannot_be_deprecated(sql: Connection) -> None:
    activate(sql, "t", "published")
    with refused(sql, "Version 2.0.0 is the active one and cannot be deprecated."):
        set_status(sql, "published", "DEPRECATED")


def test_it_can_after_the_template_was_switched_off(sql: Connection) -> None:
    activate(sql, "t", "published")
    activate(sql, "t", None)
    set_status(sql, "published", "DEPRECATED")


@pytest.mark.parametrize("version", ["published", "deprecated"])
def test_only_drafts_can_be_deleted(sql: Connection, version: str) -> None:
    with refused(sql, f"is {version}; only drafts can be deleted."):
        run(sql, 'DELETE FROM "WorkflowTemplateVersion" WHERE id = :id', id=version)


def test_an_active_draft_of_an_adopted_database_cannot_be_deleted(sql: Connection) -> None:
    run(sql, 'ALTER TABLE "WorkflowTemplate" DISABLE TRIGGER pointsman_active_version')
    activate(sql, "t", "draft")
    with refused(sql, "Version 3.0.0 is the active one and cannot be deleted."):
        run(sql, """DELETE FROM "WorkflowTemplateVersion" WHERE id = 'draft'""")


def test_a_draft_with_executions_cannot_be_deleted(sql: Connection) -> None:
    insert_execution(sql, "e", "draft")
    with refused(sql, "Something still refers to it"):
        run(sql, """DELETE FROM "WorkflowTemplateVersion" WHERE id = 'draft'""")


def test_a_draft_that_a_parent_definition_calls_cannot_be_deleted(sql: Connection) -> None:
    insert_template(sql, "dsc")
    insert_version(sql, "dsc", "child", "DRAFT", definition=CHILD)
    insert_version(sql, "t", "parent", "DRAFT", number="7.0.0", definition=PARENT)
    with refused(sql, "Version 1.0.0 is called by t 7.0.0 and cannot be deleted."):
        run(sql, """DELETE FROM "WorkflowTemplateVersion" WHERE id = 'child'""")


def test_a_draft_that_nothing_refers_to_can_be_deleted(sql: Connection) -> None:
    assert run(sql, """DELETE FROM "WorkflowTemplateVersion" WHERE id = 'draft'""") == 1


def test_a_template_with_executions_cannot_be_deleted(sql: Connection) -> None:
    insert_execution(sql, "e", "published")
    with refused(sql, "Something still refers to it"):
        run(sql, """DELETE FROM "WorkflowTemplate" WHERE id = 't'""")


def test_a_template_whose_version_another_template_calls_cannot_be_deleted(sql: Connection) -> None:
    insert_template(sql, "dsc")
    insert_version(sql, "dsc", "child", "PUBLISHED", definition=CHILD)
    insert_version(sql, "t", "parent", "PUBLISHED", number="7.0.0", definition=PARENT)
    with refused(sql, "Version 1.0.0 is called by t 7.0.0 and cannot be deleted."):
        run(sql, """DELETE FROM "WorkflowTemplate" WHERE id = 'dsc'""")


def test_a_template_that_never_started_anything_goes_with_its_versions(sql: Connection) -> None:
    activate(sql, "t", "published")
    run(sql, """DELETE FROM "WorkflowTemplate" WHERE id = 't'""")
    assert run(sql, """DELETE FROM "WorkflowTemplateVersion" WHERE "workflowTemplateId" = 't'""") == 0


@pytest.mark.parametrize(
    "change",
    ["UPDATE pointsman.ledger SET actor = 'nobody'", "DELETE FROM pointsman.ledger", "TRUNCATE pointsman.ledger"],
)
def test_the_ledger_is_never_changed(sql: Connection, change: str) -> None:
    run(sql, "INSERT INTO pointsman.ledger (actor, action, subject_type, subject_id) VALUES ('a', 'b', 'c', 'd')")
    with refused(sql, "The ledger is append-only"):
        run(sql, change)
