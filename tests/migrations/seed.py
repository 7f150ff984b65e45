"""The facts of the seed's DDL (``backend.sql`` beside this file), as PostgreSQL's catalogue tells them."""

from pathlib import Path

DDL = Path(__file__).with_name("backend.sql").read_text()

_CREATED = "timestamp(3) without time zone NOT NULL DEFAULT CURRENT_TIMESTAMP"
_UPDATED = "timestamp(3) without time zone NOT NULL"

COLUMNS = {
    "WorkflowTemplate": {
        "id": "text NOT NULL",
        "name": "text NOT NULL",
        "description": "text",
        "createdAt": _CREATED,
        "updatedAt": _UPDATED,
        "activeVersionId": "text",
    },
    "WorkflowTemplateVersion": {
        "id": "text NOT NULL",
        "workflowTemplateId": "text NOT NULL",
        "version": "text NOT NULL",
        "versionNote": "text",
        "definition": "jsonb NOT NULL",
        "createdAt": _CREATED,
        "updatedAt": _UPDATED,
        "status": '"WorkflowTemplateVersionStatus" NOT NULL DEFAULT \'DRAFT\'::"WorkflowTemplateVersionStatus"',
    },
    "WorkflowTemplateLink": {
        "id": "text NOT NULL",
        "workflowTemplateId": "text NOT NULL",
        "entityType": '"WorkflowLinkType" NOT NULL',
        "entityId": "text NOT NULL",
    },
    "WorkflowExecution": {
        "id": "text NOT NULL",
        "name": "text NOT NULL",
        "workflowTemplateVersionId": "text NOT NULL",
        "createdAt": _CREATED,
        "parentWorkflowExecutionId": "text",
        "rootWorkflowExecutionId": "text",
        "context": "jsonb",
        "status": '"WorkflowExecutionStatus" NOT NULL DEFAULT \'CREATED\'::"WorkflowExecutionStatus"',
    },
    "ServiceRequest": {"id": "text NOT NULL", "workflowExecutionId": "text"},
    "ServiceRequestTaskGroup": {"id": "text NOT NULL", "workflowExecutionId": "text"},
}


def _refers(column: str, table: str, on_delete: str) -> str:
    return f'FOREIGN KEY ("{column}") REFERENCES "{table}"(id) ON UPDATE CASCADE ON DELETE {on_delete}'


CONSTRAINTS = {
    **{f"{table}_pkey": "PRIMARY KEY (id)" for table in COLUMNS},
    "WorkflowTemplate_activeVersionId_fkey": _refers("activeVersionId", "WorkflowTemplateVersion", "SET NULL"),
    "WorkflowTemplateVersion_workflowTemplateId_fkey": _refers("workflowTemplateId", "WorkflowTemplate", "CASCADE"),
    "WorkflowTemplateLink_workflowTemplateId_fkey": _refers("workflowTemplateId", "WorkflowTemplate", "CASCADE"),
    "WorkflowExecution_workflowTemplateVersionId_fkey": _refers(
        "workflowTemplateVersionId", "WorkflowTemplateVersion", "RESTRICT"
    ),
    "WorkflowExecution_parentWorkflowExecutionId_fkey": _refers(
        "parentWorkflowExecutionId", "WorkflowExecution", "CASCADE"
    ),
    "WorkflowExecution_rootWorkflowExecutionId_fkey": _refers(
        "rootWorkflowExecutionId", "WorkflowExecution", "CASCADE"
    ),
    "ServiceRequest_workflowExecutionId_fkey": _refers("workflowExecutionId", "WorkflowExecution", "SET NULL"),
    "ServiceRequestTaskGroup_workflowExecutionId_fkey": _refers("workflowExecutionId", "WorkflowExecution", "SET NULL"),
}

UNIQUE_INDEXES = {
    "WorkflowTemplate_activeVersionId_key": '"WorkflowTemplate" ("activeVersionId")',
    "WorkflowTemplateVersion_workflowTemplateId_version_key": (
        '"WorkflowTemplateVersion" ("workflowTemplateId", version)'
    ),
    "WorkflowTemplateLink_entityType_entityId_key": '"WorkflowTemplateLink" ("entityType", "entityId")',
    "ServiceRequest_workflowExecutionId_key": '"ServiceRequest" ("workflowExecutionId")',
    "ServiceRequestTaskGroup_workflowExecutionId_key": '"ServiceRequestTaskGroup" ("workflowExecutionId")',
}

ENUMS = {
    "WorkflowTemplateVersionStatus": ["DRAFT", "PUBLISHED", "DEPRECATED"],
    "WorkflowLinkType": ["SERVICE_CATALOG", "PRODUCT"],
    "WorkflowExecutionStatus": ["CREATED", "STARTED", "FAILED_TO_START", "COMPLETED"],
}
"""The seed's text names a fifth execution status, FAILED, which its enum forgot and the migration adds."""
