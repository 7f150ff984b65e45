"""Sub-workflows of a run that has no execution row: found among definitions that were given with it."""

from collections.abc import Sequence

from temporalio import activity
from temporalio.client import Client, WorkflowExecutionStatus

from domain.definition import check_input
from domain.errors import InvalidDefinition, PointsmanError
from domain.faults import FaultKind, fault
from domain.ids import derived_id
from domain.json_types import JsonObject
from domain.open_workflow.check import check
from domain.version_numbers import highest_version
from domain.vocabulary import RuntimeStatus
from runtime.activities.refusals import told
from runtime.contracts import (
    CREATE_CHILD_EXECUTION,
    LOOK_AT_CHILD,
    REPORT_ENDED,
    REPORT_STARTED,
    REPORT_WAITING,
    ChildEnd,
    ChildExecution,
    ChildRequest,
    EndReport,
    StartedReport,
    WaitingReport,
)
from runtime.trying.endings import ending_of

ACTIVE = frozenset({"active", "latest"})


class NoSuchDefinition(PointsmanError):
    """A sub-workflow is to run that was not given."""

    def __init__(self, namespace: str, name: str, version: str) -> None:
        self.namespace, self.name, self.version = namespace, name, version
        super().__init__(
            f"There is no definition {namespace}/{name} {version} among those that were given with this one."
        )


class Families:
    """The runs that are tried, each with its descendants and the definitions that all of them may run."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._definitions: dict[str, Sequence[JsonObject]] = {}
        self._members: dict[str, list[str]] = {}

    def found(self, root_id: str, definitions: Sequence[JsonObject]) -> None:
        """Begin a family, before its first run starts."""
        self._definitions[root_id] = definitions
        self._members[root_id] = [root_id]

    def members(self, execution_id: str) -> Sequence[str]:
        """The executions of a family, in the order in which they were asked for; the first is the root."""
        return tuple(self._members[execution_id])

    @activity.defn(name=CREATE_CHILD_EXECUTION)
    def create_child_execution(self, request: ChildRequest) -> ChildExecution:
        """Say what the sub-workflow is to run. The same parent, task and visit give the same id."""
        child_id = derived_id(request.parent_execution_id, request.task_reference, request.visit)
        definitions = self._definitions[request.parent_execution_id]
        with told():
            found = definition_named(definitions, request.namespace, request.workflow, request.version)
            check_input(request.input, found)
        family = self._members[request.parent_execution_id]
        if child_id not in family:
            family.append(child_id)
        self._members[child_id], self._definitions[child_id] = family, definitions
        version = _document_of(found)["version"]
        return ChildExecution(child_id, found, request.context, child_id, activity.info().task_queue, str(version))

    @activity.defn(name=LOOK_AT_CHILD)
    async def look_at_child(self, execution_id: str) -> ChildEnd:
        """Say whether a sub-workflow has ended, and how."""
        handle = self._client.get_workflow_handle(execution_id)
        if (await handle.describe()).status is WorkflowExecutionStatus.RUNNING:
            return ChildEnd()
        ending = await ending_of(handle)
        failed = ending.status is RuntimeStatus.FAILED and ending.fault is None
        return ChildEnd(
            ending.status,
            ending.output,
            fault(FaultKind.RUNTIME, "", ending.told).error if failed else ending.fault,
        )


@activity.defn(name=REPORT_STARTED)
def report_started(_report: StartedReport) -> None:
    """Nobody keeps a row that would have to be told."""


@activity.defn(name=REPORT_WAITING)
def report_waiting(_report: WaitingReport) -> None:
    """Nobody keeps a row that would have to be told."""


@activity.defn(name=REPORT_ENDED)
def report_ended(_report: EndReport) -> None:
    """Nobody keeps a row that would have to be told."""


def definition_named(definitions: Sequence[JsonObject], namespace: str, name: str, version: str) -> JsonObject:
    """The definition whose document has this name; of several, ``active`` is the highest semantic version.

    Raises: NoSuchDefinition, InvalidDefinition.
    """
    named = {
        str(document["version"]): each
        for each in definitions
        if (document := _document_of(each)).get("name") == name and document.get("namespace") == namespace
    }
    wanted = str(highest_version(named)) if version in ACTIVE else version
    if wanted not in named:
        raise NoSuchDefinition(namespace, name, version)
    errors = [each for each in check(named[wanted]) if each.is_error]
    if errors:
        raise InvalidDefinition(tuple((each.pointer, each.sentence) for each in errors))
    return named[wanted]


def _document_of(definition: JsonObject) -> JsonObject:
    document = definition.get("document")
    return document if isinstance(document, dict) else {}
