"""JSON Schemas that are not certain to be cheap are checked in a child process, with the limits of an expression."""

import json
from typing import cast

from domain.json_schemas import InvalidSchema, Problems, SchemaTooCostly
from runtime.expressions.budget import BudgetExceeded, Request
from runtime.expressions.pool import ask

_TOLD = 80


def judged_in_a_child(schema: str, values: str) -> Problems:
    """See `domain.json_schemas.Judge`. Raises: InvalidSchema, SchemaTooCostly."""
    try:
        worked, result = json.loads(
            ask(Request("schema", schema, values, ("The check against a schema", schema[:_TOLD])))
        )
    except BudgetExceeded as error:
        raise SchemaTooCostly(str(error)) from None
    if not worked:
        raise InvalidSchema(str(result))
    return [cast(tuple[str, str], tuple(problem)) for problem in result]
