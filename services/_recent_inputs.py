"""What a template's executions and links were given lately: samples with bounds on number and size."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import TextClause, text
from sqlalchemy.orm import Session

from domain.json_types import JsonValue

MOST = 50
LARGEST = 256 * 1024
"""Bytes of one input as PostgreSQL keeps it; larger ones are left out."""

# The newest of each version by the index on (version, createdAt), then the newest of these; only their data is read.
_INPUTS = text("""
    SELECT recent.id, recent.name, recent.at, r.input, NULL AS expression
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
    WHERE pg_column_size(r.input) <= :largest
    ORDER BY recent.at DESC, recent.id DESC""")
_PAYLOADS = text("""
    SELECT recent.id, l."entityId" AS name, recent.received_at AS at, recent.payload, s.input_expression AS expression
    FROM public."WorkflowTemplateLink" l
    LEFT JOIN pointsman.link_setting s ON s.link_id = l.id
    CROSS JOIN LATERAL (
        SELECT d.id, d.received_at, d.payload FROM pointsman.delivery d
        WHERE d.entity_type = l."entityType" AND d.entity_id = l."entityId" AND d.outcome IS DISTINCT FROM 'DUPLICATE'
        ORDER BY d.received_at DESC LIMIT :most) recent
    WHERE l."workflowTemplateId" = :template AND coalesce(s.enabled, true)
      AND pg_column_size(recent.payload) <= :largest
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


def recent_inputs(session: Session, template_id: str) -> tuple[Recent, ...]:
    """The inputs of the newest 50 executions of any version, newest first, test runs left out."""
    return _read(session, _INPUTS, template_id)


def recent_payloads(session: Session, template_id: str) -> tuple[Recent, ...]:
    """The newest 50 payloads that enabled links of the template were sent, newest first."""
    return _read(session, _PAYLOADS, template_id)


def _read(session: Session, query: TextClause, template_id: str) -> tuple[Recent, ...]:
    asked = {"template": template_id, "most": MOST, "largest": LARGEST}
    return tuple(Recent(*row) for row in session.execute(query, asked))
