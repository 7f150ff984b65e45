"""Templates and executions for the engine's tests, made through the services."""

import time
from dataclasses import dataclass
from typing import Any

from domain.ids import new_id
from domain.vocabulary import ExecutionStatus, Origin
from services._activation import Activation
from services.create_draft import create_draft
from services.create_template import create_template
from services.get_execution import ExecutionDetail, get_execution
from services.get_tree import TreeMember, get_tree
from services.publish_version import publish_version
from services.start_execution import StartOrder, start_execution
from storage.database import transaction
from storage.own_tables import ExecutionRun
from storage.shared_tables import WorkflowExecution
from tests.runtime.engine import PATIENCE, Json, define

ACTOR = "test"


@dataclass(frozen=True)
class Published:
    """A template with one published, active version; ``name`` is its document's name."""

    template_id: str
    version_id: str
    name: str

    def called(self, version: str = "1.0.0", **more: Any) -> Json:
        """The body of a ``run`` task that runs it."""
        return {"run": {"workflow": {"namespace": "tests", "name": self.name, "version": version, **more}}}

    def start(self, given: Any = None, context: Json | None = None) -> str:
        """Start its active version and give the execution id."""
        order = StartOrder(self.template_id, given, "test", context=context or {})
        receipt = start_execution(order, actor=ACTOR)
        assert receipt.execution_id is not None, receipt
        return receipt.execution_id

    def row(self) -> str:
        """Make an execution of it that nobody starts, and give its id."""
        execution = WorkflowExecution(id=new_id(), name=self.name, version_id=self.version_id)
        with transaction() as session:
            session.add(execution)
            return execution.id

    def own_row(self) -> str:
        """The same, of an execution that Pointsman made."""
        execution_id = self.row()
        with transaction() as session:
            session.add(ExecutionRun(execution_id=execution_id, origin=Origin.API, started_by=ACTOR, input=None))
        return execution_id


def publish(*tasks: Json, **top: Any) -> Published:
    """Make a template of these tasks, published and active, under a name of its own."""
    name = f"t-{new_id()}"
    definition = define(*tasks, **top)
    definition["document"] = {"dsl": "1.0.3", "namespace": "tests", "name": name, "version": "1.0.0"}
    template_id = create_template(name, actor=ACTOR)
    version_id = create_draft(template_id, version="1.0.0", definition=definition, actor=ACTOR, note="first")
    publish_version(version_id, actor=ACTOR, activate=Activation("test", None))
    return Published(template_id, version_id, name)


def children_of(execution_id: str) -> list[TreeMember]:
    """The direct children that have a row."""
    return [member for member in get_tree(execution_id).members if member.parent_id == execution_id]


def settled(execution_id: str, status: ExecutionStatus) -> ExecutionDetail:
    """Wait until the stored status is as wanted and give the execution."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        found = get_execution(execution_id)
        if found.status is status:
            return found
    raise AssertionError(f"{found.status} is not {status}")
