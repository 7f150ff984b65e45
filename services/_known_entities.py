"""The list of entities that one source tells of: each telling replaces the one before."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert

from domain.vocabulary import EntityType
from services._ledger import record
from storage.database import WriteSession, transaction
from storage.own_tables import KnownEntity
from storage.shared_tables import utc_now

Entities = Mapping[tuple[EntityType, str], str | None]
"""Type and id of each entity, with its name where it has one."""
_AT_ONCE = 1000


@dataclass(frozen=True)
class Learnt:
    """How many entities a list names, how many were not known before, how many of its earlier ones are forgotten."""

    named: int
    new: int
    forgotten: int


def replace_list(source: str, entities: Entities, *, actor: str) -> Learnt:
    """Keep what ``source`` names, and forget what it named before and names no more."""
    now = utc_now()
    with transaction() as session:
        before = _known(session)
        _keep(session, source, entities, now)
        new = _known(session) - before
        old = delete(KnownEntity).where(KnownEntity.source == source, KnownEntity.seen_at < now)
        forgotten = len(session.scalars(old.returning(KnownEntity.entity_id)).all())
        learnt = Learnt(len(entities), new, forgotten)
        record(session, actor, "entities.list", ("entities", source), after=asdict(learnt))
    return learnt


def _keep(session: WriteSession, source: str, entities: Entities, now: datetime) -> None:
    rows = [
        {"entity_type": kind, "entity_id": key, "name": name, "source": source, "seen_at": now}
        for (kind, key), name in sorted(entities.items())
    ]
    for start in range(0, len(rows), _AT_ONCE):
        statement = insert(KnownEntity).values(rows[start : start + _AT_ONCE])
        told = {name: statement.excluded[name] for name in ("name", "source", "seen_at")}
        session.execute(statement.on_conflict_do_update(index_elements=["entity_type", "entity_id"], set_=told))


def _known(session: WriteSession) -> int:
    return session.scalar(select(func.count()).select_from(KnownEntity)) or 0
