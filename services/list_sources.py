"""Where deliveries come from."""

from sqlalchemy import text

from storage.database import reading

_SOURCES = text(
    """
    WITH RECURSIVE found AS (
        (SELECT source FROM pointsman.delivery ORDER BY source LIMIT 1)
        UNION ALL
        SELECT (SELECT source FROM pointsman.delivery WHERE source > found.source ORDER BY source LIMIT 1)
        FROM found WHERE found.source IS NOT NULL
    )
    SELECT source FROM found WHERE source IS NOT NULL LIMIT 100"""
)


def list_sources() -> list[str]:
    """The sources of all deliveries, in order; a step in an index for each, however many deliveries there are."""
    with reading() as session:
        return list(session.scalars(_SOURCES))
