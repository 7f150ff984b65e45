"""The facts of executions that decide what may be done with them."""

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import aliased

from domain.acting import Subject
from domain.errors import NotFound
from domain.vocabulary import Format
from storage.database import reading
from storage.list_table import ListedExecution as Listed
from storage.own_tables import ExecutionRun, TemplateSetting
from storage.shared_tables import WorkflowTemplate, WorkflowTemplateVersion


def subject_of(execution_id: str) -> Subject:
    """The facts of one execution, as they are stored now. Raises: NotFound."""
    with reading() as session:
        found = session.execute(select_subjects().where(Listed.id == execution_id)).mappings().one_or_none()
    if found is None:
        raise NotFound("execution", execution_id)
    return Subject(**found)


def select_subjects() -> Select[*tuple[object, ...]]:
    """The facts of every execution, in the names of `Subject`."""
    own, again = aliased(ExecutionRun), aliased(ExecutionRun)
    return (
        select(
            Listed.status,
            Listed.runtime_status,
            Listed.kind,
            WorkflowTemplateVersion.status.label("version_status"),
            Listed.parent_id.is_not(None).label("is_child"),
            Listed.origin.is_not(None).label("is_ours"),
            WorkflowTemplate.active_version_id.is_(None).label("is_off"),
            exists().where(again.retried_from == Listed.id).label("was_rerun"),
            TemplateSetting.format.is_not_distinct_from(Format.CUSTOM).label("is_custom"),
            own.interpreter_version,
        )
        .outerjoin(own, own.execution_id == Listed.id)
        .join(WorkflowTemplateVersion, WorkflowTemplateVersion.id == Listed.version_id)
        .join(WorkflowTemplate, WorkflowTemplate.id == Listed.template_id)
        .outerjoin(TemplateSetting, TemplateSetting.template_id == Listed.template_id)
    )
