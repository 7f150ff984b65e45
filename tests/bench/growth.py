"""History copied many times, for more executions than can be made one by one within an hour.

Each copy of an execution has an id and a moment of its own, a little after the first one's, and all else in common.
"""

from datetime import timedelta

import psycopg

_KEYS = {
    '"WorkflowExecution"': ("id", "parentWorkflowExecutionId", "rootWorkflowExecutionId"),
    "pointsman.delivery": ("id", "source_event_id", "execution_id"),
    "pointsman.execution_run": ("execution_id", "delivery_id", "retried_from"),
    "pointsman.listed_execution": ("id", "parent_id", "root_id"),
    "pointsman.failure": ("execution_id", "settled_by"),
}
"""The columns of each table that are other in each copy; so are all moments."""
_COLUMNS = """
SELECT attname, format_type(atttypid, NULL) FROM pg_attribute
WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = '' ORDER BY attnum"""
_INDEXES = """
SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index
WHERE indrelid = %s::regclass
  AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = indexrelid) AND NOT indisunique"""


def multiply_history(url: str, times: int, *, span: timedelta, total: int) -> None:
    """Let there be ``times`` as many executions as the ``total`` there are in ``span``: indexes are made at the end."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute("SET max_parallel_maintenance_workers = 2")
        made_again = []
        for table in _KEYS:
            for name, definition in connection.execute(_INDEXES, [table]).fetchall():
                connection.execute(f"DROP INDEX {name}".encode())
                made_again.append(definition)
        for table, keys in _KEYS.items():
            _copy(connection, table, keys, times, span / total / times)
        for definition in made_again:
            connection.execute(definition.encode())
        connection.execute(f"VACUUM (ANALYZE) {', '.join(_KEYS)}".encode())


def _copy(connection: psycopg.Connection, table: str, keys: tuple[str, ...], times: int, apart: timedelta) -> None:
    columns = connection.execute(_COLUMNS, [table]).fetchall()
    names = ", ".join(f'"{name}"' for name, _ in columns)
    values = ", ".join(_copied(name, kind, keys) for name, kind in columns)
    copies = f"INSERT INTO {table} ({names}) SELECT {values} FROM {table} CROSS JOIN generate_series(1, %(last)s) copy"
    psycopg.ClientCursor(connection).execute(copies.encode(), {"last": times - 1, "apart": apart})


def _copied(name: str, kind: str, keys: tuple[str, ...]) -> str:
    if name in keys:
        return f"\"{name}\" || '~' || copy"
    if kind.startswith("timestamp"):
        return f'"{name}" + copy * %(apart)s'
    return f'"{name}"'
