"""Which published versions run a workflow as one of their steps."""

from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.orm import Session

from domain.json_types import JsonValue
from domain.open_workflow.subflows import ACTIVE

MOST_CALLERS = 50

# The index pointsman_version_runs finds the few definitions that run anything of this name; only these are read.
_CALLERS = text("""
    SELECT DISTINCT t.id, t.name, v.id AS version_id, v.version,
           t."activeVersionId" IS NOT DISTINCT FROM v.id AS active,
           called ->> 'version' AS called_version
    FROM public."WorkflowTemplateVersion" v
    JOIN public."WorkflowTemplate" t ON t.id = v."workflowTemplateId"
    CROSS JOIN LATERAL jsonb_path_query(v.definition, 'strict $.**.run.workflow', '{}', true) called
    WHERE v.status = 'PUBLISHED'
      AND pointsman.names_run_by(v.definition) @> ARRAY[left(CAST(:name AS text), 200)]
      AND called ->> 'name' = :name AND called ->> 'namespace' = :namespace
      AND called ->> 'version' = ANY(CAST(:versions AS text[]))
    ORDER BY active DESC, t.name, v.version
    LIMIT :most""")


@dataclass(frozen=True)
class Caller:
    """A published version that runs this workflow; ``calls`` is the version it names: exact, or ``active``."""

    template_id: str
    template_name: str
    version_id: str
    version: str
    is_active: bool
    calls: str

    @property
    def follows(self) -> bool:
        """True when it takes whichever version is active."""
        return self.calls in ACTIVE


def callers_by_name(session: Session, definition: JsonValue, version: str) -> tuple[Caller, ...]:
    """Those that run the definition's namespace and name, as the active version or exactly ``version``; at most 50."""
    document = definition.get("document") if isinstance(definition, dict) else None
    named = document if isinstance(document, dict) else {}
    name, namespace = named.get("name"), named.get("namespace")
    if not (isinstance(name, str) and isinstance(namespace, str)):
        return ()
    asked = {"name": name, "namespace": namespace, "versions": [*ACTIVE, version], "most": MOST_CALLERS}
    return tuple(Caller(*row) for row in session.execute(_CALLERS, asked))
