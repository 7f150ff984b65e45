"""What a template's executions and links were given lately: samples with bounds on number and size."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import TextClause, text
from sqlalchemy.orm import Session

from domain.json_types import JsonValue

MOST = 50
LARGEST = 256 * 1024
"""Bytes of one input as PostgreSQL keeps it; larger ones are not read, but counted."""

# The newest of each version by the index on (version, createdAt), then the newest of these; only their data is read.
_INPUTS = text("""
    SELECT recent.id, recent.name, recent.at, s.is_small, CASE WHEN s.is_small THEN r.input END, NULL AS expression
    FROM (SELECT e.id, e.name, e."createdAt" AT TIME ZONE 'UTC' AS at
          FROM public."WorkflowTemplateVersion" v
          CROSS JOIN LATERAL (
              SELECT e.id, e.name, e."createdAt" FROM public."WorkflowExecution" e
              JOIN pointsman.execution_run r ON r.execution_id = e.id AND r.kind = 'NORMAL'
              WHERE e."workflowTemplateVersionId" = v.id
              ORDER BY e."createdAt" DESC, e.id DESC LIMIT :most) e
          WHERE v."workflowTemplateId" = :template
          ORDER BY e."createdAt" DESC, e.id DESC LIMIT :most) recent
    JOIN pointsman.execution_run r ON r.execution_id = recent.id
    CROSS JOIN LATERAL (SELECT coalesce(pg_column_size(r.input), 0) <= :largest AS is_small) s
    ORDER BY recent.at DESC, recent.id DESC""")
_PAYLOADS = text("""
    SELECT recent.id, l."entityId" AS name, recent.received_at AS at, recent.is_small,
        CASE WHEN recent.is_small THEN recent.payload END, s.input_expression AS expression
    FROM public."WorkflowTemplateLink" l
    LEFT JOIN pointsman.link_setting s ON s.link_id = l.id
    CROSS JOIN LATERAL (
        SELECT d.id, d.received_at, d.payload, coalesce(pg_column_size(d.payload), 0) <= :largest AS is_small
        FROM pointsman.delivery d
        WHERE d.entity_type = l."entityType" AND d.entity_id = l."entityId" AND d.outcome IS DISTINCT FROM 'DUPLICATE'
        ORDER BY d.received_at DESC LIMIT :most) recent
    WHERE l."workflowTemplateId" = :template AND coalesce(s.enabled, true)
    ORDER BY recent.received_at DESC LIMIT :most""")


@dataclass(frozen=True)
class Recent:
    """The input of an execution, or the payload of a delivery with its link's ``expression``. ``at`` is UTC.

    ``id`` and ``name`` are those of the execution; of a delivery, its id and its entity.
    """

    id: str
    name: str
    at: datetime
    value: JsonValue
    expression: str | None


@dataclass(frozen=True)
class Sample:
    """What was found, the newest first; ``too_large`` more are larger than 256 kB."""

    inputs: tuple[Recent, ...]
    too_large: int


def recent_inputs(session: Session, template_id: str) -> Sample:
    """The inputs of the newest 50 executions of any version, test runs left out."""
    return _read(session, _INPUTS, template_id)


def recent_payloads(session: Session, template_id: str) -> Sample:
    """The newest 50 payloads that enabled links of the template were sent."""
    return _read(session, _PAYLOADS, template_id)


def _read(session: Session, query: TextClause, template_id: str) -> Sample:
    rows = session.execute(query, {"template": template_id, "most": MOST, "largest": LARGEST}).all()
    small = tuple(Recent(key, name, at, value, how) for key, name, at, is_small, value, how in rows if is_small)
    return Sample(small, len(rows) - len(small))
