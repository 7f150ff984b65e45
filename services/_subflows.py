"""Which workflows a definition goes on to run, and which those run in turn."""

from sqlalchemy.orm import Session

from domain.errors import NotAllowed, NotFound
from domain.foresight import Subflow, Subflows
from domain.json_types import JsonObject, JsonValue
from domain.open_workflow.shape import is_expression
from domain.open_workflow.subflows import Reference, references_of
from domain.open_workflow.walk import scopes_of
from services.create_child_execution import resolve_child
from storage.shared_tables import WorkflowTemplate

MOST = 100
DEEPEST = 20


def subflows_of(session: Session, version_id: str, definition: JsonValue) -> Subflows:
    """Follow ``run: workflow`` as far as it leads; what several tasks run alike is told once for each definition."""
    found = _Following(session)
    found.follow(definition, 1, (version_id,))
    return Subflows(tuple(found.rows), found.is_cut)


class _Following:
    def __init__(self, session: Session) -> None:
        self._session = session
        self.rows: list[Subflow] = []
        self.is_cut = False

    def follow(self, definition: JsonValue, depth: int, above: tuple[str, ...]) -> None:
        for reference in _named_in(definition):
            if len(self.rows) == MOST or depth > DEEPEST:
                self.is_cut = True
                return
            self._run(reference, depth, above)

    def _run(self, reference: Reference, depth: int, above: tuple[str, ...]) -> None:
        name = str(reference)
        if any(map(is_expression, reference.key)):
            self.rows.append(Subflow(name, depth, problem="An expression decides which one, when it runs."))
            return
        try:
            version = resolve_child(self._session, *reference.key)
        except (NotFound, NotAllowed) as refusal:
            self.rows.append(Subflow(name, depth, problem=str(refusal)))
            return
        template = self._session.get_one(WorkflowTemplate, version.template_id)
        is_circle = version.id in above
        problem = "It would run itself without end." if is_circle else None
        self.rows.append(Subflow(name, depth, template.id, template.name, version.id, version.version, problem))
        if not is_circle:
            self.follow(version.definition, depth + 1, (*above, version.id))


def _named_in(definition: JsonValue) -> list[Reference]:
    body: JsonObject = definition if isinstance(definition, dict) else {}
    return list({reference.key: reference for reference in references_of(scopes_of(body))}.values())
