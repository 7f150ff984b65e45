"""One search for everything that can be started: templates, and the entities that are linked to them or known."""

from dataclasses import dataclass

from sqlalchemy import Boolean, Enum, Text, column, text

from domain.vocabulary import EntityType
from storage.database import reading

_QUERY = text("""
SELECT NULL::public."WorkflowLinkType" AS entity_type, t.id AS id, t.name AS name, t.name AS template_name,
       t.id AS template_id, a.id AS active_version_id, a.version AS active_version, true AS enabled, false AS transforms
FROM public."WorkflowTemplate" t
LEFT JOIN public."WorkflowTemplateVersion" a ON a.id = t."activeVersionId"
WHERE :search = '' OR t.id = :search OR strpos(lower(t.name), lower(:search)) > 0
UNION ALL
SELECT e.type, e.id, e.name, t.name, t.id, a.id, a.version, e.enabled, e.transforms
FROM (SELECT coalesce(l."entityType", k.entity_type) AS type, coalesce(l."entityId", k.entity_id) AS id,
             k.name, l."workflowTemplateId" AS template_id, coalesce(s.enabled, true) AS enabled,
             s.input_expression IS NOT NULL AS transforms
      FROM public."WorkflowTemplateLink" l
      LEFT JOIN pointsman.link_setting s ON s.link_id = l.id
      FULL JOIN pointsman.known_entity k ON k.entity_type = l."entityType" AND k.entity_id = l."entityId") e
LEFT JOIN public."WorkflowTemplate" t ON t.id = e.template_id
LEFT JOIN public."WorkflowTemplateVersion" a ON a.id = t."activeVersionId"
WHERE :search = '' OR strpos(lower(e.id), lower(:search)) > 0 OR strpos(lower(e.name), lower(:search)) > 0
   OR strpos(lower(t.name), lower(:search)) > 0
ORDER BY 1 NULLS FIRST, template_name NULLS LAST, name, id LIMIT :limit""").columns(
    column("entity_type", Enum(EntityType, name="WorkflowLinkType")),
    column("id", Text),
    column("name", Text),
    column("template_name", Text),
    column("template_id", Text),
    column("active_version_id", Text),
    column("active_version", Text),
    column("enabled", Boolean),
    column("transforms", Boolean),
)


@dataclass(frozen=True)
class Startable:
    """A template (``entity_type`` None), or an entity; its ``name`` is None where only its id is known.

    ``template_name`` is that of the template which would start, None for an entity without a link; ``active_version``
    is None while that template is off. ``enabled`` and ``transforms`` tell of the link: whether it starts anything, and
    whether an expression makes the input from what was bought.
    """

    entity_type: EntityType | None
    id: str
    name: str | None
    template_name: str | None
    template_id: str | None
    active_version_id: str | None
    active_version: str | None
    enabled: bool
    transforms: bool


def find_startable(search: str = "", *, limit: int = 1_000) -> list[Startable]:
    """Templates by name, then entities by the template they start, at most ``limit``.

    ``search`` looks in names and in ids of entities, and matches ids of templates exactly.
    """
    with reading() as session:
        return [Startable(*row) for row in session.execute(_QUERY, {"search": search.strip(), "limit": limit})]
