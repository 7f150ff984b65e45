"""Migrating again, by two at once, and knowing how far a database is."""

from concurrent.futures import ThreadPoolExecutor

import psycopg
from sqlalchemy import create_engine

from cli.parts.migrating import migrated
from migrations.run import migrate, pending
from storage.database import sqlalchemy_url
from tests.migrations import catalogue

BEFORE_THE_FIFTH_STEP = """
INSERT INTO "WorkflowTemplate" (id, name, "updatedAt") VALUES ('t_open', 'Open', now()), ('t_custom', 'Custom', now());
INSERT INTO pointsman.template_setting VALUES ('t_custom', 'custom', 'HandOver', 'team');
INSERT INTO "WorkflowTemplateVersion" (id, "workflowTemplateId", version, definition, "updatedAt")
    VALUES ('v_open', 't_open', '1.0.0', '{}', now()), ('v_custom', 't_custom', '1.0.0', '{}', now());
INSERT INTO "WorkflowExecution" (id, name, "workflowTemplateVersionId")
    VALUES ('e_open', 'Open', 'v_open'), ('e_custom', 'Custom', 'v_custom');
INSERT INTO pointsman.execution_run (execution_id, origin, started_by)
    VALUES ('e_open', 'MANUAL', 'ada'), ('e_custom', 'MANUAL', 'ada')"""


def test_migrating_twice_does_nothing_the_second_time(empty_database_url: str) -> None:
    migrate(empty_database_url)
    facts = catalogue.columns(empty_database_url)
    assert migrate(empty_database_url) == ["The database is up to date."]
    assert catalogue.columns(empty_database_url) == facts


def test_of_two_migrations_at_once_one_does_the_work_and_both_succeed(empty_database_url: str) -> None:
    with ThreadPoolExecutor(2) as pool:
        reports = list(pool.map(migrate, [empty_database_url] * 2))
    assert sorted(report == ["The database is up to date."] for report in reports) == [False, True]


def test_an_empty_database_lacks_every_migration_and_a_migrated_one_none(empty_database_url: str) -> None:
    engine = create_engine(sqlalchemy_url(empty_database_url))
    with engine.connect() as connection:
        lacking = pending(connection)
    migrate(empty_database_url)
    with engine.connect() as connection:
        assert pending(connection) == []
    engine.dispose()
    assert lacking[0] == "0001"
    assert lacking == sorted(lacking)


def test_every_foreign_key_has_an_index_that_serves_it(database_url: str) -> None:
    with psycopg.connect(database_url) as connection:
        assert connection.execute(catalogue.FOREIGN_KEYS_WITHOUT_INDEX.encode()).fetchall() == []


def test_a_new_foreign_key_without_an_index_would_be_found(database_url: str) -> None:
    with psycopg.connect(database_url) as connection:
        connection.execute(
            "CREATE TABLE pointsman.note (id int, link_id text REFERENCES pointsman.link_setting);"
            "CREATE INDEX ON pointsman.note (id, link_id)"
        )
        found = connection.execute(catalogue.FOREIGN_KEYS_WITHOUT_INDEX.encode()).fetchall()
        connection.rollback()
    assert [told for (told,) in found] == [
        "pointsman.note: FOREIGN KEY (link_id) REFERENCES pointsman.link_setting(link_id)"
    ]


def test_runs_from_before_the_fifth_step_were_started_with_the_first_interpreter_unless_custom(
    empty_database_url: str,
) -> None:
    migrate(empty_database_url, to="0004")
    with psycopg.connect(empty_database_url) as connection:
        connection.execute(BEFORE_THE_FIFTH_STEP.encode())
    migrate(empty_database_url)
    with psycopg.connect(empty_database_url) as connection:
        found = connection.execute("SELECT execution_id, interpreter_version, awaited FROM pointsman.execution_run")
        assert sorted(found) == [("e_custom", None, True), ("e_open", "1", True)]


def test_a_database_of_a_newer_pointsman_is_told_from_one_that_is_up_to_date(empty_database_url: str) -> None:
    assert migrated(empty_database_url) != ["The database is up to date."]
    assert migrated(empty_database_url) == ["The database is up to date."]
    with psycopg.connect(empty_database_url) as connection:
        connection.execute("UPDATE pointsman.migration SET version_num = '9999'")
    [sentence] = migrated(empty_database_url)
    assert "migrated by a newer Pointsman, to 9999" in sentence
