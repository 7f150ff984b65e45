"""The profile as types (pydantic): what a definition may say, and by name what it may not."""

from domain.open_workflow.model.telling import shape_findings
from domain.open_workflow.model.workflow import Workflow

__all__ = ["Workflow", "shape_findings"]
