"""Expressions (jq) of definitions and links, evaluated in child processes with hard limits."""

from runtime.expressions.budget import BudgetExceeded
from runtime.expressions.evaluation import Attributes, ExpressionError, Variables, evaluate

__all__ = ["Attributes", "BudgetExceeded", "ExpressionError", "Variables", "evaluate"]
