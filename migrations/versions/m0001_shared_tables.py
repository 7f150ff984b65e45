"""The seed's tables as the backend's Prisma makes them: create what is missing, change nothing that is there."""

from alembic import op
from sqlalchemy import text

from migrations.report import say

revision = "0001"
down_revision = None

ENUMS = {
    "WorkflowTemplateVersionStatus": ("DRAFT", "PUBLISHED", "DEPRECATED"),
    "WorkflowLinkType": ("SERVICE_CATALOG", "PRODUCT"),
    "WorkflowExecutionStatus": ("CREATED", "STARTED", "FAILED_TO_START", "COMPLETED", "FAILED"),
}

TABLES = {
    "WorkflowTemplate": """
        "id" TEXT NOT NULL,
        "name" TEXT NOT NULL,
        "description" TEXT,
        "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
        "updatedAt" TIMESTAMP(3) NOT NULL,
        "activeVersionId" TEXT""",
    "WorkflowTemplateVersion": """
        "id" TEXT NOT NULL,
        "workflowTemplateId" TEXT NOT NULL,
        "version" TEXT NOT NULL,
        "versionNote" TEXT,
        "definition" JSONB NOT NULL,
        "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
        "updatedAt" TIMESTAMP(3) NOT NULL,
        "status" "WorkflowTemplateVersionStatus" NOT NULL DEFAULT 'DRAFT'""",
    "WorkflowTemplateLink": """
        "id" TEXT NOT NULL,
        "workflowTemplateId" TEXT NOT NULL,
        "entityType" "WorkflowLinkType" NOT NULL,
        "entityId" TEXT NOT NULL""",
    "WorkflowExecution": """
        "id" TEXT NOT NULL,
        "name" TEXT NOT NULL,
        "workflowTemplateVersionId" TEXT NOT NULL,
        "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
        "parentWorkflowExecutionId" TEXT,
        "rootWorkflowExecutionId" TEXT,
        "context" JSONB,
        "status" "WorkflowExecutionStatus" NOT NULL DEFAULT 'CREATED'""",
    "ServiceRequest": """
        "id" TEXT NOT NULL,
        "workflowExecutionId" TEXT""",
    "ServiceRequestTaskGroup": """
        "id" TEXT NOT NULL,
        "workflowExecutionId" TEXT""",
}

UNIQUES = {
    "WorkflowTemplate_activeVersionId_key": ("WorkflowTemplate", '"activeVersionId"'),
    "WorkflowTemplateVersion_workflowTemplateId_version_key": (
        "WorkflowTemplateVersion",
        '"workflowTemplateId", "version"',
    ),
    "WorkflowTemplateLink_entityType_entityId_key": ("WorkflowTemplateLink", '"entityType", "entityId"'),
    "ServiceRequest_workflowExecutionId_key": ("ServiceRequest", '"workflowExecutionId"'),
    "ServiceRequestTaskGroup_workflowExecutionId_key": ("ServiceRequestTaskGroup", '"workflowExecutionId"'),
}

FOREIGN_KEYS = (
    ("WorkflowTemplate", "activeVersionId", "WorkflowTemplateVersion", "SET NULL"),
    ("WorkflowTemplateVersion", "workflowTemplateId", "WorkflowTemplate", "CASCADE"),
    ("WorkflowTemplateLink", "workflowTemplateId", "WorkflowTemplate", "CASCADE"),
    ("WorkflowExecution", "workflowTemplateVersionId", "WorkflowTemplateVersion", "RESTRICT"),
    ("WorkflowExecution", "parentWorkflowExecutionId", "WorkflowExecution", "CASCADE"),
    ("WorkflowExecution", "rootWorkflowExecutionId", "WorkflowExecution", "CASCADE"),
    ("ServiceRequest", "workflowExecutionId", "WorkflowExecution", "SET NULL"),
    ("ServiceRequestTaskGroup", "workflowExecutionId", "WorkflowExecution", "SET NULL"),
)


def upgrade() -> None:
    """Create the missing enums, tables, unique indexes and foreign keys."""
    op.execute("CREATE SCHEMA IF NOT EXISTS public")
    for name, values in ENUMS.items():
        _enum(name, values)
    for name, columns in TABLES.items():
        _create("table", name, f'CREATE TABLE public."{name}" ({columns}, CONSTRAINT "{name}_pkey" PRIMARY KEY ("id"))')
    for name, (table, columns) in UNIQUES.items():
        _create("unique index", name, f'CREATE UNIQUE INDEX "{name}" ON public."{table}" ({columns})')
    for table, column, target, on_delete in FOREIGN_KEYS:
        _foreign_key(table, column, target, on_delete)


def _enum(name: str, values: tuple[str, ...]) -> None:
    listed = ", ".join(f"'{value}'" for value in values)
    if not _found("SELECT to_regtype(:name)", name=f'public."{name}"'):
        op.execute(f'CREATE TYPE public."{name}" AS ENUM ({listed})')
        say(f"Created enum {name}.")
        return
    missing = [value for value in values if not _has_value(name, value)]
    for value in missing:
        op.execute(f"ALTER TYPE public.\"{name}\" ADD VALUE IF NOT EXISTS '{value}'")
    say(f"Kept enum {name}{', added ' + ', '.join(missing) if missing else ''}.")
    if missing:
        say(
            f"Add {', '.join(missing)} to enum {name} in the backend's schema.prisma and generate its client again: "
            "one without it cannot read rows that have it."
        )


def _has_value(enum: str, value: str) -> bool:
    query = "SELECT 1 FROM pg_enum WHERE enumtypid = to_regtype(:enum) AND enumlabel = :value"
    return _found(query, enum=f'public."{enum}"', value=value)


def _create(kind: str, name: str, statement: str) -> None:
    if _found("SELECT to_regclass(:name)", name=f'public."{name}"'):
        say(f"Kept {kind} {name}.")
        return
    op.execute(statement)
    say(f"Created {kind} {name}.")


def _foreign_key(table: str, column: str, target: str, on_delete: str) -> None:
    name = f"{table}_{column}_fkey"
    query = "SELECT 1 FROM pg_constraint WHERE conname = :name AND conrelid = to_regclass(:relation)"
    if _found(query, name=name, relation=f'public."{table}"'):
        say(f"Kept foreign key {name}.")
        return
    op.execute(
        f'ALTER TABLE public."{table}" ADD CONSTRAINT "{name}" FOREIGN KEY ("{column}") '
        f'REFERENCES public."{target}" ("id") ON DELETE {on_delete} ON UPDATE CASCADE'
    )
    say(f"Created foreign key {name}.")


def _found(query: str, **values: str) -> bool:
    return op.get_bind().execute(text(query), values).scalar() is not None
