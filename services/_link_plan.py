"""What an import of links would do, line by line."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from domain.link_csv import LinkLine
from domain.vocabulary import EntityType
from services._link_settings import expression_refusals
from storage.own_tables import LinkSetting
from storage.shared_tables import WorkflowTemplate, WorkflowTemplateLink

Key = tuple[EntityType, str]
_AT_ONCE = 1000


class Verdict(StrEnum):
    """What becomes of a line. CLASH, UNKNOWN_TEMPLATE and WRONG stand in the way of the import."""

    NEW = "NEW"
    SAME = "SAME"
    CHANGED = "CHANGED"
    MOVED = "MOVED"
    CLASH = "CLASH"
    UNKNOWN_TEMPLATE = "UNKNOWN_TEMPLATE"
    WRONG = "WRONG"


_OBSTACLES = frozenset({Verdict.CLASH, Verdict.UNKNOWN_TEMPLATE, Verdict.WRONG})


@dataclass(frozen=True)
class Held:
    """A link as it is when the plan is made."""

    link_id: str
    template_id: str
    template: str
    enabled: bool
    expression: str | None


@dataclass(frozen=True)
class PlannedLink:
    """A line with its verdict; ``detail`` tells what holds now, or what is wrong. ``held`` is the entity's link."""

    line: LinkLine
    verdict: Verdict
    detail: str = ""
    template_id: str = ""
    held: Held | None = None

    @property
    def is_obstacle(self) -> bool:
        """True for a line that cannot be applied."""
        return self.verdict in _OBSTACLES


def plan(session: Session, lines: list[LinkLine], *, may_move: bool) -> list[PlannedLink]:
    """A verdict for each line, by what the database holds now."""
    held, templates, refused = _held(session, lines), _Templates(session, lines), _refused(lines)
    found: list[PlannedLink] = []
    first: dict[Key, int] = {}
    for line in lines:
        told = _told(line, first, refused) or _planned(line, held, templates, may_move=may_move)
        if line.entity_type is not None:
            first.setdefault((line.entity_type, line.entity_id), line.line)
        found.append(told)
    return found


def _told(line: LinkLine, first: Mapping[Key, int], refused: Mapping[str, str]) -> PlannedLink | None:
    if line.problem or line.entity_type is None:
        return PlannedLink(line, Verdict.WRONG, line.problem or "entity_type is missing.")
    if line.expression and line.expression in refused:
        return PlannedLink(line, Verdict.WRONG, f"jq does not accept its input expression: {refused[line.expression]}")
    above = first.get((line.entity_type, line.entity_id))
    return PlannedLink(line, Verdict.CLASH, f"Line {above} names this entity already.") if above else None


def _planned(line: LinkLine, held: Mapping[Key, Held], templates: "_Templates", *, may_move: bool) -> PlannedLink:
    template_id, problem = templates.find(line)
    if template_id is None:
        return PlannedLink(line, Verdict.UNKNOWN_TEMPLATE, problem)
    assert line.entity_type is not None
    now = held.get((line.entity_type, line.entity_id))
    if now is None:
        return PlannedLink(line, Verdict.NEW, template_id=template_id)
    planned = PlannedLink(line, Verdict.SAME, "", template_id, now)
    if now.template_id != template_id:
        verdict = Verdict.MOVED if may_move else Verdict.CLASH
        return replace(planned, verdict=verdict, detail=f"“{now.template}” holds it.")
    changes = _changes(line, now)
    return replace(planned, verdict=Verdict.CHANGED, detail=changes) if changes else planned


def _changes(line: LinkLine, now: Held) -> str:
    changes = []
    if line.enabled is not None and line.enabled != now.enabled:
        changes.append("It is enabled." if now.enabled else "It is disabled.")
    if line.expression is not None and line.expression != now.expression:
        changes.append("Its input expression is another one." if now.expression else "It has no input expression.")
    return " ".join(changes)


def _held(session: Session, lines: Iterable[LinkLine]) -> dict[Key, Held]:
    link = WorkflowTemplateLink
    keys = [(line.entity_type, line.entity_id) for line in lines if line.entity_type and not line.problem]
    query = (
        select(
            link.entity_type, link.entity_id, link.id, link.template_id, WorkflowTemplate.name,
            LinkSetting.enabled, LinkSetting.input_expression,
        )
        .join(WorkflowTemplate, WorkflowTemplate.id == link.template_id)
        .outerjoin(LinkSetting, LinkSetting.link_id == link.id)
    )  # fmt: skip
    found: dict[Key, Held] = {}
    for start in range(0, len(keys), _AT_ONCE):
        some = query.where(tuple_(link.entity_type, link.entity_id).in_(keys[start : start + _AT_ONCE]))
        for kind, entity_id, key, template_id, name, enabled, expression in session.execute(some):
            found[kind, entity_id] = Held(key, template_id, name, enabled is not False, expression)
    return found


class _Templates:
    """Templates by id and by name."""

    def __init__(self, session: Session, lines: Iterable[LinkLine]) -> None:
        ids = {line.template for line in lines if line.is_id}
        names = {line.template for line in lines if not line.is_id and not line.problem}
        table = WorkflowTemplate
        query = select(table.id, table.name).where(table.id.in_(ids) | table.name.in_(names))
        self._ids: set[str] = set()
        self._named: dict[str, list[str]] = {}
        for key, name in session.execute(query):
            self._ids.add(key)
            self._named.setdefault(name, []).append(key)

    def find(self, line: LinkLine) -> tuple[str | None, str]:
        """The template's id, or None and why there is none."""
        if line.is_id:
            return (line.template, "") if line.template in self._ids else (None, "There is no template with this id.")
        named = self._named.get(line.template, [])
        if len(named) == 1:
            return named[0], ""
        return None, "Several templates have this name; give template_id." if named else "There is no such template."


def _refused(lines: Iterable[LinkLine]) -> dict[str, str]:
    texts = sorted({line.expression for line in lines if line.expression and not line.problem})
    answers = zip(texts, expression_refusals(texts), strict=True)
    return {text: refusal for text, refusal in answers if refusal}
