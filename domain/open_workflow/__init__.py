"""The Open Workflow language (CNCF Serverless Workflow DSL 1.0): a first check of a definition."""

from domain.open_workflow.check import problems_of
from domain.open_workflow.shape import Problem

__all__ = ["Problem", "problems_of"]
