"""The columns that every reading of executions shares, and the joins behind them."""

from sqlalchemy import Select, select

from storage.own_tables import ExecutionRun
from storage.shared_tables import WorkflowExecution, WorkflowTemplate, WorkflowTemplateVersion


def select_executions() -> Select[*tuple[object, ...]]:
    """Executions with version, template and, where Pointsman made them, their run; never a JSON body."""
    execution, run, version, template = WorkflowExecution, ExecutionRun, WorkflowTemplateVersion, WorkflowTemplate
    return (
        select(
            execution.id,
            execution.name,
            execution.status,
            run.runtime_status,
            template.id.label("template_id"),
            template.name.label("template_name"),
            execution.version_id.label("version_id"),
            version.version,
            execution.created_at.label("created_at"),
            run.started_at,
            run.closed_at,
            run.origin,
            run.kind,
            run.started_by,
            execution.parent_id.label("parent_id"),
            execution.root_id.label("root_id"),
        )
        .join(version, version.id == execution.version_id)
        .join(template, template.id == version.template_id)
        .outerjoin(run, run.execution_id == execution.id)
    )
