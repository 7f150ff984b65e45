"""Links from a file: a verdict for each line first, then all that can be applied, or nothing."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select, text

from domain.errors import Conflict, NotAllowed
from domain.ids import new_id
from domain.json_types import JsonObject
from domain.link_csv import LinkLine, read_links
from services._ledger import record
from services._link_plan import PlannedLink, Verdict, plan
from services._link_settings import Deed, express, setting_of, switch
from services._words import required
from services.move_link import move
from storage.database import WriteSession, reading, transaction
from storage.own_tables import LinkSetting
from storage.shared_tables import WorkflowTemplate, WorkflowTemplateLink

__all__ = ["ImportPlan", "PlannedLink", "Verdict", "import_links", "preview_links"]
_QUIETLY = text('LOCK TABLE public."WorkflowTemplateLink" IN SHARE ROW EXCLUSIVE MODE')
"""Nobody adds, moves or removes a link meanwhile; events go on."""
_LINKS, _SETTINGS = select(WorkflowTemplateLink), select(LinkSetting)
_CHANGING = frozenset({Verdict.NEW, Verdict.CHANGED, Verdict.MOVED})


@dataclass(frozen=True)
class ImportPlan:
    """A file and what it would do, line by line, with the right to move links or without."""

    content: bytes
    may_move: bool
    rows: tuple[PlannedLink, ...]

    @property
    def obstacles(self) -> int:
        """How many lines cannot be applied."""
        return sum(row.is_obstacle for row in self.rows)

    def count(self, verdict: Verdict) -> int:
        """How many lines have this verdict."""
        return sum(row.verdict is verdict for row in self.rows)


def preview_links(content: bytes, *, may_move: bool = False) -> ImportPlan:
    """What a file would do; nothing is changed. Raises: InvalidInput for what is no file of links."""
    lines = read_links(content)
    with reading() as session:
        return ImportPlan(content, may_move, tuple(plan(session, lines, may_move=may_move)))


def import_links(seen: ImportPlan, *, actor: str, reason: str, leave_out: bool = False) -> int:
    """Apply what the person saw, in one transaction, and return how many links were made, changed or moved.

    Lines that cannot be applied stop the import, unless they are left out on purpose. Raises: NotAllowed for those,
    InvalidInput, and Conflict when a line would not do any more what was shown.
    """
    reason = required(reason, "reason", 1000)
    if seen.obstacles and not leave_out:
        raise NotAllowed(
            f"{_lines(seen.obstacles)} cannot be applied. Mend the file, or leave out on purpose what cannot."
        )
    with transaction() as session:
        session.execute(_QUIETLY)
        now = plan(session, read_links(seen.content), may_move=seen.may_move)
        _check_seen(seen.rows, now)
        rows = [row for row in now if row.verdict in _CHANGING]
        _apply(session, rows, actor, reason)
    return len(rows)


def _check_seen(seen: Sequence[PlannedLink], now: Sequence[PlannedLink]) -> None:
    other = [new for old, new in zip(seen, now, strict=True) if old != new]
    if other:
        first = f"the first is line {other[0].line.line}. {other[0].detail}"
        raise Conflict(
            f"{_lines(len(other))} would not do any more what you saw; {first} Nothing was changed: look at it again."
        )


def _apply(session: WriteSession, rows: Sequence[PlannedLink], actor: str, reason: str) -> None:
    ids = [row.held.link_id for row in rows if row.held]
    links = {each.id: each for each in session.scalars(_LINKS.where(WorkflowTemplateLink.id.in_(ids)))}
    settings = {each.link_id: each for each in session.scalars(_SETTINGS.where(LinkSetting.link_id.in_(ids)))}
    added = [(_new(row), row) for row in rows if row.held is None]
    session.add_all(link for link, _ in added)
    session.flush()
    for new, row in added:
        _add(session, new, row.line, Deed(actor, reason, row.template_id))
    for row, held in ((row, row.held) for row in rows if row.held):
        link, deed = links[held.link_id], Deed(actor, reason, row.template_id)
        if row.verdict is Verdict.MOVED:
            move(session, link, session.get_one(WorkflowTemplate, row.template_id), deed)
        _set(session, row.line, settings.get(link.id) or setting_of(session, link.id), deed)


def _new(row: PlannedLink) -> WorkflowTemplateLink:
    kind, entity_id = row.line.entity_type, row.line.entity_id
    return WorkflowTemplateLink(id=new_id(), template_id=row.template_id, entity_type=kind, entity_id=entity_id)


def _add(session: WriteSession, link: WorkflowTemplateLink, line: LinkLine, deed: Deed) -> None:
    enabled = line.enabled is not False
    session.add(LinkSetting(link_id=link.id, enabled=enabled, input_expression=line.expression))
    after: JsonObject = {
        "entityType": link.entity_type.value,
        "entityId": link.entity_id,
        "enabled": enabled,
        "inputExpression": line.expression,
    }
    subject = ("link", link.id)
    record(session, deed.actor, "link.add", subject, template_id=deed.template_id, after=after, reason=deed.reason)


def _set(session: WriteSession, line: LinkLine, setting: LinkSetting, deed: Deed) -> None:
    if line.enabled is not None and line.enabled != setting.enabled:
        switch(session, setting, line.enabled, deed)
    if line.expression is not None and line.expression != setting.input_expression:
        express(session, setting, line.expression, deed)


def _lines(number: int) -> str:
    return "1 line" if number == 1 else f"{number:,} lines"
