"""Expressions (jq) of definitions and links, evaluated in child processes with hard limits.

Importing this package hands JSON Schemas that are not certain to be cheap to the same processes.
"""

from domain.json_schemas import judge_costly_ones_by
from runtime.expressions.allowance import Allowance
from runtime.expressions.budget import BudgetExceeded
from runtime.expressions.evaluation import Attributes, ExpressionError, Variables, evaluate
from runtime.expressions.schemas import judged_in_a_child

judge_costly_ones_by(judged_in_a_child)

__all__ = ["Allowance", "Attributes", "BudgetExceeded", "ExpressionError", "Variables", "evaluate"]
