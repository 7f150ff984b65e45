"""The family of an execution, from its root, in one indexed read: its oldest members with all that a list shows."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, or_, select

from domain.errors import NotFound
from domain.vocabulary import ExecutionStatus, Format, RuntimeStatus
from storage.database import ReadSession, reading
from storage.own_tables import ExecutionRun, TemplateSetting
from storage.shared_tables import WorkflowExecution, WorkflowTemplate, WorkflowTemplateVersion

LARGEST_TREE = 5000


@dataclass(frozen=True)
class TreeMember:
    """One execution of a family. Times are UTC."""

    id: str
    parent_id: str | None
    name: str
    status: ExecutionStatus
    runtime_status: RuntimeStatus | None
    template_name: str
    version: str
    is_custom: bool
    created_at: datetime
    closed_at: datetime | None

    @property
    def on_temporal_only(self) -> bool:
        """False: it is an execution."""
        return False


@dataclass(frozen=True)
class Tree:
    """A family, oldest member first; ``total`` counts all, also those beyond the first 5,000."""

    root_id: str
    members: tuple[TreeMember, ...]
    total: int


def get_tree(execution_id: str) -> Tree:
    """Read the family that the execution belongs to. Raises: NotFound."""
    execution = WorkflowExecution
    with reading() as session:
        root_id = root_of(session, execution_id)
        is_member = or_(execution.id == root_id, execution.root_id == root_id)
        query = select_members().where(is_member).order_by(execution.created_at, execution.id).limit(LARGEST_TREE)
        members = tuple(TreeMember(**row) for row in session.execute(query).mappings())
        total = len(members)
        if total == LARGEST_TREE:
            total = session.scalar(select(func.count()).select_from(execution).where(is_member)) or total
    return Tree(root_id, members, total)


def root_of(session: ReadSession, execution_id: str) -> str:
    """The id of the root of its family. Raises: NotFound."""
    row = WorkflowExecution
    found = session.scalar(select(func.coalesce(row.root_id, row.id)).where(row.id == execution_id))
    if found is None:
        raise NotFound("execution", execution_id)
    return str(found)


def select_members() -> Select[*tuple[object, ...]]:
    """Executions as members of a family."""
    execution, version = WorkflowExecution, WorkflowTemplateVersion
    return (
        select(
            execution.id,
            execution.parent_id.label("parent_id"),
            execution.name,
            execution.status,
            ExecutionRun.runtime_status,
            WorkflowTemplate.name.label("template_name"),
            version.version,
            TemplateSetting.format.is_not_distinct_from(Format.CUSTOM).label("is_custom"),
            execution.created_at.label("created_at"),
            ExecutionRun.closed_at,
        )
        .join(version, version.id == execution.version_id)
        .join(WorkflowTemplate, WorkflowTemplate.id == version.template_id)
        .outerjoin(TemplateSetting, TemplateSetting.template_id == WorkflowTemplate.id)
        .outerjoin(ExecutionRun, ExecutionRun.execution_id == execution.id)
    )
