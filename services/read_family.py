"""The whole family of an execution, however large: who is whose child and how each fares, in one indexed read."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import select, union_all

from domain.vocabulary import ExecutionStatus, Format
from services.get_tree import TreeMember, root_of, select_members
from storage.database import ReadSession, reading
from storage.list_table import ListedExecution as Listed
from storage.own_tables import TemplateSetting
from storage.shared_tables import WorkflowExecution


class Kin(NamedTuple):
    """One member of a family, as little as a drawing needs to be laid out."""

    id: str
    parent_id: str | None
    status: ExecutionStatus
    is_custom: bool

    @property
    def on_temporal_only(self) -> bool:
        """False: it is an execution."""
        return False


@dataclass(frozen=True)
class Family:
    """All members, the oldest first."""

    root_id: str
    members: tuple[Kin, ...]

    @property
    def counts(self) -> Counter[ExecutionStatus]:
        """How many members there are of each status."""
        return Counter(member.status for member in self.members)


def read_family(execution_id: str) -> Family:
    """Read the family that the execution belongs to. Raises: NotFound."""
    with reading() as session:
        root_id = root_of(session, execution_id)
        custom = _custom_templates(session)
        columns = Listed.id, Listed.parent_id, Listed.status, Listed.template_id
        root = select(*columns).where(Listed.id == root_id)
        below = select(*columns).where(Listed.root_id == root_id).order_by(Listed.created_at, Listed.id)
        rows = session.execute(union_all(root, below.subquery("below").select()))
        members = tuple([Kin(key, parent, status, template in custom) for key, parent, status, template in rows])
    return Family(root_id, members)


def read_members(ids: Iterable[str]) -> dict[str, TreeMember]:
    """What a drawing tells of these executions, by id; those that are gone are missing."""
    query = select_members().where(WorkflowExecution.id.in_([*ids]))
    with reading() as session:
        return {row["id"]: TreeMember(**row) for row in session.execute(query).mappings()}


def _custom_templates(session: ReadSession) -> frozenset[str]:
    query = select(TemplateSetting.template_id).where(TemplateSetting.format == Format.CUSTOM)
    return frozenset(session.scalars(query))
