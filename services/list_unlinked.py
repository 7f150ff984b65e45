"""Products and services that are known, and start nothing because no link names them."""

from dataclasses import dataclass, fields
from datetime import UTC, datetime

from sqlalchemy import Enum, Text, cast, column, func, or_, select, text, tuple_
from sqlalchemy.dialects.postgresql import ARRAY, TIMESTAMP

from domain.vocabulary import EntityType
from services._keyset import cursor_of, position_of
from storage.database import reading

MOST_ENTITIES = 20_000
"""Entities of deliveries that are looked at; senders may name any number of them."""

# A loose index scan: one look into the index of deliveries for each entity, however many deliveries it has.
_UNLINKED = """
WITH RECURSIVE asked AS (
    (SELECT entity_type, entity_id, received_at FROM pointsman.delivery WHERE entity_id IS NOT NULL
     ORDER BY entity_type, entity_id, received_at DESC LIMIT 1)
    UNION ALL
    SELECT next.* FROM asked CROSS JOIN LATERAL (
        SELECT d.entity_type, d.entity_id, d.received_at FROM pointsman.delivery d
        WHERE (d.entity_type, d.entity_id) > (asked.entity_type, asked.entity_id)
        ORDER BY d.entity_type, d.entity_id, d.received_at DESC LIMIT 1) next
)
SELECT entity_type, entity_id, max(received_at) AS asked_at, max(name) AS name,
       array_agg(source ORDER BY source) AS sources
FROM (SELECT entity_type, entity_id, received_at, NULL AS name, 'deliveries' AS source
      FROM (SELECT * FROM asked LIMIT :most) known_by_now
      UNION ALL SELECT entity_type, entity_id, NULL, name, source FROM pointsman.known_entity) known
WHERE NOT EXISTS (SELECT FROM public."WorkflowTemplateLink" l
                  WHERE l."entityType" = known.entity_type AND l."entityId" = known.entity_id)
GROUP BY entity_type, entity_id"""
_TABLE = (
    text(_UNLINKED)
    .bindparams(most=MOST_ENTITIES)
    .columns(
        column("entity_type", Enum(EntityType, name="WorkflowLinkType")),
        column("entity_id", Text),
        column("asked_at", TIMESTAMP(timezone=True)),
        column("name", Text),
        column("sources", ARRAY(Text, as_tuple=True)),
    )
    .subquery("unlinked")
)
_NEVER = datetime.fromtimestamp(0, UTC)
_PLACE = (
    func.coalesce(_TABLE.c.asked_at, _NEVER),
    func.concat(cast(_TABLE.c.entity_type, Text), ":", _TABLE.c.entity_id),
)


@dataclass(frozen=True)
class UnlinkedEntity:
    """An entity without a link: who told of it, and when it was asked for last (UTC), None for never."""

    entity_type: EntityType
    entity_id: str
    name: str | None
    sources: tuple[str, ...]
    asked_at: datetime | None


@dataclass(frozen=True)
class UnlinkedPage:
    """Rows, those asked for last first; ``older`` is the cursor of the next page, None at the end."""

    rows: tuple[UnlinkedEntity, ...]
    older: str | None


def list_unlinked(
    *, search: str = "", entity_type: EntityType | None = None, older_than: str | None = None, size: int = 50
) -> UnlinkedPage:
    """One page of the entities without a link. Raises: InvalidInput for a cursor that is none.

    Known are those that deliveries name (the first 20,000 by type and id), that a list named, and that the billing
    software sells.
    """
    query = select(*(_TABLE.c[each.name] for each in fields(UnlinkedEntity))).order_by(*(key.desc() for key in _PLACE))
    if entity_type is not None:
        query = query.where(_TABLE.c.entity_type == entity_type)
    if search.strip():
        texts = _TABLE.c.entity_id, func.coalesce(_TABLE.c.name, "")
        query = query.where(or_(*(func.strpos(func.lower(text), func.lower(search.strip())) > 0 for text in texts)))
    if older_than:
        query = query.where(tuple_(*_PLACE) < position_of(older_than))
    with reading() as session:
        rows = [UnlinkedEntity(*row) for row in session.execute(query.limit(size + 1))]
    return UnlinkedPage(tuple(rows[:size]), _cursor(rows[size - 1]) if len(rows) > size else None)


def count_unlinked() -> int:
    """How many entities are known and have no link."""
    with reading() as session:
        return session.scalar(select(func.count()).select_from(_TABLE)) or 0


def _cursor(row: UnlinkedEntity) -> str:
    return cursor_of(row.asked_at or _NEVER, f"{row.entity_type.value}:{row.entity_id}")
