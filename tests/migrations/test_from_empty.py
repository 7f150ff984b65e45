"""A database that the migrations made from nothing has the seed's tables, exactly."""

import psycopg
import pytest

from migrations.run import migrate
from tests.migrations import catalogue, seed

SEED_TABLES = sorted(seed.COLUMNS)


@pytest.fixture
def made_by_the_seed(empty_database_url: str) -> str:
    """A database that the seed's own DDL made."""
    with psycopg.connect(empty_database_url) as connection:
        connection.execute(seed.DDL.encode())
    return empty_database_url


def test_the_facts_in_this_test_are_those_of_the_seeds_ddl(made_by_the_seed: str) -> None:
    assert catalogue.columns(made_by_the_seed) == seed.COLUMNS
    assert catalogue.named(made_by_the_seed, catalogue.CONSTRAINTS) == seed.CONSTRAINTS
    assert catalogue.named(made_by_the_seed, catalogue.UNIQUE_INDEXES) == seed.UNIQUE_INDEXES
    assert catalogue.named(made_by_the_seed, catalogue.ENUMS) == seed.ENUMS


@pytest.mark.parametrize("table", SEED_TABLES)
def test_a_table_has_the_seeds_columns_types_nullability_and_defaults(database_url: str, table: str) -> None:
    assert catalogue.columns(database_url)[table] == seed.COLUMNS[table]


def test_there_are_no_other_tables_beside_the_seeds(database_url: str) -> None:
    assert sorted(catalogue.columns(database_url)) == SEED_TABLES


def test_primary_keys_and_foreign_keys_are_the_seeds_with_their_on_delete_and_on_update(database_url: str) -> None:
    assert catalogue.named(database_url, catalogue.CONSTRAINTS) == seed.CONSTRAINTS


def test_uniques_are_the_seeds(database_url: str) -> None:
    assert catalogue.named(database_url, catalogue.UNIQUE_INDEXES) == seed.UNIQUE_INDEXES


def test_enums_are_the_seeds_and_failed_which_its_text_lists(database_url: str) -> None:
    status = [*seed.ENUMS["WorkflowExecutionStatus"], "FAILED"]
    assert catalogue.named(database_url, catalogue.ENUMS) == {**seed.ENUMS, "WorkflowExecutionStatus": status}


def test_the_report_tells_each_table_that_was_created(empty_database_url: str) -> None:
    assert {f"Created table {table}." for table in SEED_TABLES} <= set(migrate(empty_database_url))
