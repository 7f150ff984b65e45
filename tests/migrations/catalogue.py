"""What PostgreSQL's own catalogue says of a database."""

from collections import defaultdict

import psycopg

COLUMNS = """
SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod)
       || CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END
       || coalesce(' DEFAULT ' || pg_get_expr(d.adbin, d.adrelid), '')
FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
ORDER BY c.relname, a.attnum"""

CONSTRAINTS = """
SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint
WHERE connamespace = 'public'::regnamespace AND contype IN ('p', 'f', 'u', 'c', 'x')"""

UNIQUE_INDEXES = """
SELECT c.relname, regexp_replace(pg_get_indexdef(i.indexrelid), '.* ON public\\.(.*) USING btree ', '\\1 ')
FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
WHERE c.relnamespace = 'public'::regnamespace AND i.indisunique AND NOT i.indisprimary"""

ENUMS = """
SELECT t.typname, array_agg(e.enumlabel::text ORDER BY e.enumsortorder)
FROM pg_type t JOIN pg_enum e ON e.enumtypid = t.oid WHERE t.typnamespace = 'public'::regnamespace GROUP BY 1"""

FOREIGN_KEYS_WITHOUT_INDEX = """
SELECT f.conrelid::regclass || ': ' || pg_get_constraintdef(f.oid)
FROM pg_constraint f JOIN pg_namespace n ON n.oid = f.connamespace
WHERE f.contype = 'f' AND n.nspname IN ('public', 'pointsman') AND NOT EXISTS (
    SELECT FROM pg_index i
    WHERE i.indrelid = f.conrelid AND i.indisvalid AND i.indpred IS NULL
      AND (i.indkey::int2[])[0:cardinality(f.conkey) - 1] @> f.conkey)
ORDER BY 1"""

Columns = dict[str, dict[str, str]]


def columns(url: str) -> Columns:
    """Table → column → type, nullability and default."""
    found: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for table, column, told in _rows(url, COLUMNS):
        found[str(table)][str(column)] = str(told)
    return dict(found)


def named(url: str, query: str) -> dict[str, object]:
    """A two-column query as name → fact."""
    return {str(name): fact for name, fact in _rows(url, query)}


def rows_of(url: str, tables: list[str]) -> dict[str, list[object]]:
    """Every row of each table, as JSON."""
    return {
        table: [row for (row,) in _rows(url, f'SELECT to_jsonb(t) FROM "{table}" t ORDER BY id')] for table in tables
    }


def _rows(url: str, query: str) -> list[tuple[object, ...]]:
    with psycopg.connect(url) as connection:
        return connection.execute(query.encode()).fetchall()
