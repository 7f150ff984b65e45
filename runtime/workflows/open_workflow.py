"""The interpreter: one workflow type runs every Open Workflow definition."""

import asyncio

from temporalio import workflow
from temporalio.exceptions import ApplicationError

from domain.faults import Fault, sentence_of
from domain.vocabulary import RuntimeStatus
from runtime.contracts import (
    COMPLETE_TASK_UPDATE,
    EVENT_SIGNAL,
    FAULT_TYPE,
    OPEN_WORKFLOW,
    STATE_QUERY,
    JsonObject,
    JsonValue,
    RunInput,
    RunState,
    TaskCompletion,
)
from runtime.workflows.reporting import report_ended
from runtime.workflows.run import Run
from runtime.workflows.table import HANDLERS
from runtime.workflows.whole import run_definition


@workflow.defn(name=OPEN_WORKFLOW)
class OpenWorkflow:
    """A run of a definition that is frozen in its input. An error of the interpreter itself fails the workflow task."""

    @workflow.init
    def __init__(self, given: RunInput) -> None:
        self._run = Run(given, HANDLERS)

    @workflow.run
    async def run(self, given: RunInput) -> JsonValue:
        """Run to the end and report it. Raises: ApplicationError of type ``fault`` with the RFC 7807 object."""
        try:
            output = await run_definition(self._run)
        except Fault as raised:
            await report_ended(given.execution_id, RuntimeStatus.FAILED, raised.error)
            raise ApplicationError(
                sentence_of(raised.error), raised.error, type=FAULT_TYPE, non_retryable=True
            ) from None
        except asyncio.CancelledError:
            await report_ended(given.execution_id, RuntimeStatus.CANCELED)
            raise
        await report_ended(given.execution_id, RuntimeStatus.COMPLETED)
        return output

    @workflow.signal(name=EVENT_SIGNAL)
    def event(self, event: JsonObject) -> None:
        """Keep a CloudEvent until a ``listen`` task consumes it."""
        self._run.events.add(event)

    @workflow.update(name=COMPLETE_TASK_UPDATE)
    def complete_task(self, completion: TaskCompletion) -> None:
        """Complete an open human task; refused with a sentence when it is not open or the form is not met."""
        self._run.people.complete(completion)

    @complete_task.validator
    def check_completion(self, completion: TaskCompletion) -> None:
        """Decide before the update is accepted."""
        self._run.people.check(completion)

    @workflow.query(name=STATE_QUERY)
    def state(self) -> RunState:
        """Tasks as they ran, and what waits for a person."""
        run = self._run
        return RunState(run.trace.kept(), run.people.open_tasks(), len(run.events), run.trace.forgotten)
