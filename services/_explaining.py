"""What PostgreSQL expects of a query, by its statistics; nothing is read."""

from typing import Any

from sqlalchemy import ClauseElement, Executable, Select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Session
from sqlalchemy.sql.compiler import SQLCompiler


class _Explain(Executable, ClauseElement):
    inherit_cache = False

    def __init__(self, query: Select[str]) -> None:
        self.query = query


@compiles(_Explain)
def _compile(explain: _Explain, compiler: SQLCompiler, **options: Any) -> str:
    return f"EXPLAIN (FORMAT JSON) {compiler.process(explain.query, **options)}"


def expected_rows(session: Session, query: Select[str]) -> int:
    """How many rows PostgreSQL expects ``query`` to give."""
    plan = session.execute(_Explain(query)).scalar_one()
    return int(plan[0]["Plan"]["Plan Rows"])
