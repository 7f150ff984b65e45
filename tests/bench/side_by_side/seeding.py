"""The shape as rows of PostgreSQL, from which each product's own tables are filled."""

from collections.abc import Sequence

import psycopg

from tests.bench.side_by_side import shape

_SEED = """
CREATE UNLOGGED TABLE seed AS
SELECT i, md5('run-' || i)::uuid AS id, 'order-' || lpad(i::text, 8, '0') AS name,
       (i + i / %(failed_every)s) %% %(templates)s AS template, i %% %(failed_every)s = %(failed)s AS failed,
       %(begin)s::timestamptz + i * %(step)s::interval AS began,
       %(begin)s::timestamptz + i * %(step)s::interval + %(took)s::interval AS ended,
       CASE WHEN i %% %(family)s > %(parent)s AND i %% %(family)s <= %(parent)s + %(children)s
            THEN i - i %% %(family)s + %(parent)s END AS parent
FROM generate_series(0, %(rows)s - 1) i"""


def fill(url: str, rows: int, statements: Sequence[str]) -> None:
    """Run ``statements``, which read from ``seed``, without triggers and foreign keys. ``%(templates)s`` is known."""
    begin, step = shape.begin_and_step(rows)
    values = {
        "rows": rows,
        "templates": shape.TEMPLATES,
        "failed_every": shape.FAILED_EVERY,
        "failed": shape.FAILED,
        "family": shape.FAMILY,
        "parent": shape.PARENT,
        "children": shape.CHILDREN,
        "took": shape.TOOK,
        "begin": begin,
        "step": step,
    }
    with psycopg.connect(url, cursor_factory=psycopg.ClientCursor) as connection:
        for statement in ("SET session_replication_role = replica", _SEED, *statements, "DROP TABLE seed"):
            connection.execute(statement.encode(), values)
