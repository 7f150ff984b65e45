"""Expressions (jq) of definitions and links, evaluated in child processes with hard limits."""

from runtime.expressions.evaluation import Attributes, ExpressionError, Variables, evaluate
from runtime.expressions.pool import BudgetExceeded

__all__ = ["Attributes", "BudgetExceeded", "ExpressionError", "Variables", "evaluate"]
