"""The interpreter: one workflow type runs every Open Workflow definition."""

import asyncio

from temporalio import workflow
from temporalio.exceptions import ApplicationError

from domain.faults import Fault, sentence_of
from domain.vocabulary import RuntimeStatus
from runtime.contracts import (
    CHILD_ENDED_SIGNAL,
    COMPLETE_TASK_UPDATE,
    EVENT_SIGNAL,
    FAULT_TYPE,
    OPEN_WORKFLOW,
    REPORT_END_SIGNAL,
    RETRY_QUERY,
    STATE_QUERY,
    TASK_QUERY,
    JsonObject,
    JsonValue,
    Retry,
    RunInput,
    RunState,
    TaskCompletion,
    TaskDetail,
)
from runtime.workflows.continuing import continue_as_new, refuse_newer, restore
from runtime.workflows.parking import Parked
from runtime.workflows.reading import definition_at
from runtime.workflows.reporting import end_run
from runtime.workflows.resuming import retry_of
from runtime.workflows.run import Run
from runtime.workflows.table import HANDLERS
from runtime.workflows.telling import waiting_told
from runtime.workflows.whole import run_definition


@workflow.defn(name=OPEN_WORKFLOW)
class OpenWorkflow:
    """A run of a definition that is frozen in its input. An error of the interpreter itself fails the workflow task."""

    @workflow.init
    def __init__(self, given: RunInput) -> None:
        refuse_newer(given)
        self._run = Run(given, HANDLERS)
        self._has_begun = False
        if given.handed_on is not None:
            restore(self._run, given.handed_on)

    @workflow.run
    async def run(self, _given: RunInput) -> JsonValue:
        """Run to the end and report it. Raises: ApplicationError of type ``fault`` with the RFC 7807 object."""
        run, self._has_begun = self._run, True
        try:
            with waiting_told(run):
                output = await run_definition(run)
        except Parked:
            continue_as_new(run)
        except Fault as raised:
            await end_run(run, RuntimeStatus.FAILED, raised.error)
            raise ApplicationError(
                sentence_of(raised.error), raised.error, type=FAULT_TYPE, non_retryable=True
            ) from None
        except asyncio.CancelledError:
            await end_run(run, RuntimeStatus.CANCELED)
            raise
        await end_run(run, RuntimeStatus.COMPLETED)
        return output

    @workflow.signal(name=EVENT_SIGNAL)
    def event(self, event: JsonObject) -> None:
        """Keep a CloudEvent until a ``listen`` task consumes it; what a full buffer drops is counted."""
        self._run.events.add(event)

    @workflow.signal(name=REPORT_END_SIGNAL)
    def report_end(self, workflow_id: str) -> None:
        """Remember who wants to hear of the end of this run."""
        self._run.children.tell(workflow_id)

    @workflow.signal(name=CHILD_ENDED_SIGNAL)
    def child_ended(self, execution_id: str) -> None:
        """Hear of the end of a sub-workflow that an earlier run started."""
        self._run.children.ended(execution_id)

    @workflow.update(name=COMPLETE_TASK_UPDATE)
    async def complete_task(self, completion: TaskCompletion) -> None:
        """Complete an open human task; refused with a sentence when it is not open or the form is not met."""
        if not self._has_begun:
            await workflow.wait_condition(lambda: self._has_begun)
            self._run.people.check(completion)
        self._run.people.complete(completion)

    @complete_task.validator
    def check_completion(self, completion: TaskCompletion) -> None:
        """Decide before the update is accepted.

        After an eviction, Temporal may deliver an update before the tasks ran that open what it completes; then it is
        decided once they have.
        """
        if self._has_begun:
            self._run.people.check(completion)

    @workflow.query(name=STATE_QUERY)
    def state(self) -> RunState:
        """Tasks as they ran, and what waits for a person."""
        run = self._run
        return RunState(
            tasks=run.trace.kept(),
            open_tasks=run.people.open_tasks(),
            unread_events=len(run.events),
            forgotten_tasks=run.trace.forgotten,
            dropped_events=run.events.dropped,
            takes_events=run.events.takes_more,
        )

    @workflow.query(name=RETRY_QUERY)
    def retry(self) -> Retry:
        """What a run is given that goes on where this one has stopped."""
        return retry_of(self._run)

    @workflow.query(name=TASK_QUERY)
    def task(self, reference: str, visit: int | None = None) -> TaskDetail | None:
        """One visit of a task with its data; None when it is not known (any more)."""
        found = self._run.trace.data(reference, visit)
        return None if found is None else TaskDetail(*found, definition_at(self._run.definition, reference))
