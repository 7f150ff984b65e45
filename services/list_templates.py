"""The catalogue of templates."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Enum, Integer, Text, column, text
from sqlalchemy.dialects.postgresql import ARRAY

from domain.vocabulary import ExecutionStatus, Format
from services._keyset import cursor_of_texts, texts_of
from storage.database import reading
from storage.types import PrismaTimestamp

_QUERY = text("""
SELECT t.id, t.name, t.description, coalesce(s.format, 'open-workflow') AS format,
       t."activeVersionId" AS active_version_id, a.version AS active_version, t."updatedAt" AS updated_at,
       (SELECT count(*) FROM "WorkflowTemplateVersion" v WHERE v."workflowTemplateId" = t.id) AS versions,
       (SELECT count(*) FROM "WorkflowTemplateLink" l WHERE l."workflowTemplateId" = t.id) AS links,
       coalesce(last.statuses, '{}') AS last_statuses, last.newest AS last_execution_at
FROM "WorkflowTemplate" t
LEFT JOIN pointsman.template_setting s ON s.template_id = t.id
LEFT JOIN "WorkflowTemplateVersion" a ON a.id = t."activeVersionId"
LEFT JOIN LATERAL (
    SELECT array_agg(e.status::text ORDER BY e."createdAt" DESC) AS statuses, max(e."createdAt") AS newest
    FROM (SELECT x.status, x."createdAt" FROM "WorkflowTemplateVersion" v
          CROSS JOIN LATERAL (SELECT e.status, e."createdAt" FROM "WorkflowExecution" e
                              WHERE e."workflowTemplateVersionId" = v.id
                              ORDER BY e."createdAt" DESC, e.id DESC LIMIT 8) x
          WHERE v."workflowTemplateId" = t.id
          ORDER BY x."createdAt" DESC LIMIT 8) e) last ON true
WHERE (:search = '' OR strpos(lower(t.name), lower(:search)) > 0 OR t.id = :search)
      AND (:id = '' OR (lower(t.name), t.id) > (lower(:name), :id))
ORDER BY lower(t.name), t.id LIMIT :limit""").columns(
    column("id", Text),
    column("name", Text),
    column("description", Text),
    column("format", Enum(Format, native_enum=False, values_callable=lambda formats: [f.value for f in formats])),
    column("active_version_id", Text),
    column("active_version", Text),
    column("updated_at", PrismaTimestamp),
    column("versions", Integer),
    column("links", Integer),
    column("last_statuses", ARRAY(Enum(ExecutionStatus, native_enum=False), as_tuple=True)),
    column("last_execution_at", PrismaTimestamp),
)


@dataclass(frozen=True)
class TemplateRow:
    """One template; ``last_statuses`` are those of its last eight executions, newest first. Times are UTC."""

    id: str
    name: str
    description: str | None
    format: Format
    active_version_id: str | None
    active_version: str | None
    updated_at: datetime
    versions: int
    links: int
    last_statuses: tuple[ExecutionStatus, ...]
    last_execution_at: datetime | None


def list_templates(*, search: str = "", after: str | None = None, limit: int = 500) -> list[TemplateRow]:
    """Templates by name, at most ``limit``; ``search`` looks in names and matches ids exactly.

    ``after`` is the cursor of a row: the list begins with the next one. Raises: InvalidInput for one that is none.
    """
    name, last_id = texts_of(after, 2) if after else ("", "")
    values = {"search": search.strip(), "limit": limit, "name": name, "id": last_id}
    with reading() as session:
        return [TemplateRow(*row) for row in session.execute(_QUERY, values)]


def cursor_of_template(row: TemplateRow) -> str:
    """Where a row stands in the list."""
    return cursor_of_texts(row.name, row.id)
