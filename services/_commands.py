"""What Temporal is asked to start."""

from domain.json_types import JsonObject, JsonValue
from domain.json_values import as_object
from domain.settings import get_settings
from runtime.contracts import OPEN_WORKFLOW, RunInput
from runtime.starting import StartCommand


def open_workflow(
    execution_id: str, definition: JsonValue, value: JsonValue, context: JsonObject | None, interpreter: str
) -> StartCommand:
    """The start of an execution that Pointsman's own worker runs. Raises: InvalidInput."""
    run = RunInput(
        execution_id=execution_id,
        definition=as_object(definition, "definition"),
        input=value,
        context=context or {},
        interpreter_version=interpreter,
    )
    return StartCommand(execution_id, OPEN_WORKFLOW, get_settings().task_queue, run)
