"""The mapped tables and the migrated database agree."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, Enum, ForeignKeyConstraint, create_engine, inspect, text
from sqlalchemy.types import TypeEngine

from storage import failure_tables, list_table  # noqa: F401 (their tables are compared, too)
from storage.own_tables import ExecutionRun

METADATA = ExecutionRun.metadata
TABLES = {table.fullname: table for table in METADATA.sorted_tables}
SHARED = [name for name in TABLES if "." not in name]
OWN = [name for name in TABLES if name.startswith("pointsman.")]


def compiled(kind: TypeEngine[object]) -> str:
    """The SQL of a type; words that are checked by the database are plain text there."""
    is_plain_text = isinstance(kind, Enum) and not kind.native_enum
    return "TEXT" if is_plain_text else kind.compile(dialect=create_engine("postgresql+psycopg://").dialect)


def test_every_mapped_table_is_shared_or_our_own() -> None:
    assert sorted(SHARED + OWN) == sorted(TABLES)


@pytest.mark.parametrize("name", TABLES)
def test_a_mapped_table_has_the_columns_types_and_nullability_of_the_database(database: Connection, name: str) -> None:
    schema, _, table = name.rpartition(".")
    found = inspect(database).get_columns(table, schema=schema or None)
    in_database = {column["name"]: (compiled(column["type"]), column["nullable"]) for column in found}
    mapped = {column.name: (compiled(column.type), column.nullable) for column in TABLES[name].columns}
    assert mapped == in_database


@pytest.mark.parametrize("enum", ["WorkflowTemplateVersionStatus", "WorkflowLinkType", "WorkflowExecutionStatus"])
def test_a_mapped_enum_has_the_databases_values(database: Connection, enum: str) -> None:
    mapped = {
        tuple(column.type.enums)
        for table in TABLES.values()
        for column in table.columns
        if isinstance(column.type, Enum) and column.type.name == enum
    }
    values = text("SELECT enumlabel FROM pg_enum WHERE enumtypid = to_regtype(:enum) ORDER BY enumsortorder")
    assert mapped == {tuple(database.execute(values, {"enum": f'public."{enum}"'}).scalars())}


def test_no_table_column_or_foreign_key_is_on_one_side_only(database: Connection) -> None:
    context = MigrationContext.configure(
        database, opts={"include_schemas": True, "include_name": _is_ours, "compare_type": False}
    )
    differences = [item for item in compare_metadata(context, METADATA) if isinstance(item, tuple)]
    assert [item for item in differences if item[0].endswith(("_table", "_column"))] == []
    assert _foreign_keys(differences, "add_fk") == _foreign_keys(differences, "remove_fk")


def _is_ours(name: str | None, kind: str, _parents: object) -> bool:
    """Alembic's own table is no model."""
    return name in {None, "pointsman"} if kind == "schema" else name != "migration"


def _foreign_keys(differences: list[tuple[str, ForeignKeyConstraint]], kind: str) -> set[tuple[str, str, str]]:
    """Foreign keys as (table, column, target): the models leave ON DELETE and ON UPDATE to the database."""
    elements = [element for found, constraint in differences if found == kind for element in constraint.elements]
    return {
        (element.parent.table.fullname, element.parent.name, element.target_fullname.removeprefix("public."))
        for element in elements
    }
