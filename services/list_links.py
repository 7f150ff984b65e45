"""The list of links: filters that combine, by entity, paged by keyset both ways."""

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, tuple_

from domain.coverage import QUIET, Gap
from domain.errors import InvalidInput
from domain.vocabulary import EntityType, Outcome
from services._link_rows import MOST_COUNTED, LinkRow, enabled, of_the_link, select_links
from storage.database import reading
from storage.own_tables import Delivery, LedgerEntry
from storage.shared_tables import WorkflowTemplate, WorkflowTemplateLink

__all__ = ["MOST_COUNTED", "LinkFilter", "LinkPage", "LinkRow", "filtered", "has_gap", "list_links"]


_MADE = ("link.add", "link.move")


@dataclass(frozen=True)
class LinkFilter:
    """Conditions that all must hold; an empty one holds always. ``search`` looks in entity ids and template names."""

    search: str = ""
    enabled: bool | None = None
    template_id: str | None = None
    entity_type: EntityType | None = None
    gap: Gap | None = None


@dataclass(frozen=True)
class LinkPage:
    """Rows by entity; ``before`` and ``after`` are cursors to the pages beside it, None where there is none."""

    rows: tuple[LinkRow, ...]
    before: str | None
    after: str | None


def list_links(
    where: LinkFilter | None = None, *, after: str | None = None, before: str | None = None, size: int = 50
) -> LinkPage:
    """One page of links; ``after`` or ``before`` is a cursor of another page. Raises: InvalidInput for a wrong one."""
    kind, entity = WorkflowTemplateLink.entity_type, WorkflowTemplateLink.entity_id
    query = filtered(select_links(), where or LinkFilter())
    if before:
        query = query.where(tuple_(kind, entity) < _position(before)).order_by(kind.desc(), entity.desc())
    else:
        query = query.order_by(kind, entity)
        if after:
            query = query.where(tuple_(kind, entity) > _position(after))
    with reading() as session:
        found = [LinkRow(**row) for row in session.execute(query.limit(size + 1)).mappings()]
    has_more, rows = len(found) > size, found[:size]
    if before:
        rows.reverse()
        return _page(rows, before=has_more, after=True)
    return _page(rows, before=after is not None, after=has_more)


def filtered(query: Select[*tuple[object, ...]], where: LinkFilter) -> Select[*tuple[object, ...]]:
    """``query``, which has links, templates and settings joined, with the conditions of ``where``."""
    link = WorkflowTemplateLink
    if where.template_id:
        query = query.where(link.template_id == where.template_id)
    if where.entity_type is not None:
        query = query.where(link.entity_type == where.entity_type)
    if where.enabled is not None:
        query = query.where(enabled().is_(where.enabled))
    if where.gap is not None:
        query = query.where(has_gap(where.gap))
    return _searched(query, where.search.strip())


def has_gap(gap: Gap) -> ColumnElement[bool]:
    """The condition of a gap. OFF: the template is off. REFUSED: disabled, and the newest request met that.

    QUIET: no request within 90 days, and not made or moved within them as far as the ledger knows. Each looks at one
    entry of an index for each link.
    """
    if gap is Gap.OFF:
        return WorkflowTemplate.active_version_id.is_(None)
    newest = select(Delivery.outcome).where(of_the_link()).order_by(Delivery.received_at.desc()).limit(1)
    if gap is Gap.REFUSED:
        refused = newest.correlate(WorkflowTemplateLink).scalar_subquery() == Outcome.LINK_DISABLED
        return and_(enabled().is_(False), refused)
    since = datetime.now(UTC) - QUIET
    asked = select(Delivery.id).where(of_the_link(), Delivery.received_at > since)
    made = select(LedgerEntry.id).where(
        LedgerEntry.subject_id == WorkflowTemplateLink.id, LedgerEntry.action.in_(_MADE), LedgerEntry.at > since
    )
    return and_(*(~each.correlate(WorkflowTemplateLink).exists() for each in (asked, made)))


def _searched(query: Select[*tuple[object, ...]], search: str) -> Select[*tuple[object, ...]]:
    if not search:
        return query
    inside = func.lower(search)
    texts = WorkflowTemplateLink.entity_id, WorkflowTemplate.name
    return query.where(or_(*(func.strpos(func.lower(text), inside) > 0 for text in texts)))


def _page(rows: list[LinkRow], *, before: bool, after: bool) -> LinkPage:
    first, last = (_cursor(rows[0]), _cursor(rows[-1])) if rows else (None, None)
    return LinkPage(tuple(rows), first if before else None, last if after else None)


def _cursor(row: LinkRow) -> str:
    return f"{row.entity_type.value}:{row.entity_id}"


def _position(cursor: str) -> tuple[EntityType, str]:
    kind, _, entity_id = cursor.partition(":")
    if kind not in set(EntityType) or not entity_id:
        raise InvalidInput("page", "this is no page of the list. Go back to the first page.")
    return EntityType(kind), entity_id
