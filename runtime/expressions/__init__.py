"""Expressions (jq) of definitions and links, evaluated in child processes with hard limits."""

from runtime.expressions.evaluation import ExpressionError, evaluate
from runtime.expressions.pool import BudgetExceeded

__all__ = ["BudgetExceeded", "ExpressionError", "evaluate"]
