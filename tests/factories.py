"""Things that tests need, made as people make them: through the services."""

from domain.json_types import JsonObject, JsonValue
from domain.vocabulary import EntityType, Format
from services._activation import Activation
from services._intake import Receipt
from services.add_link import add_link
from services.create_child_execution import ChildExecution, create_child_execution
from services.create_draft import create_draft
from services.create_template import create_template
from services.get_link import LinkDetail, get_link
from services.list_links import LinkFilter, list_links
from services.publish_version import publish_version
from services.receive_event import Event, receive_event
from services.start_execution import StartOrder, start_execution

AUTHOR = "ada@acme.example"
BUYER = "chargebee"


def open_workflow(
    name: str = "incorporate", *, do: list[JsonValue] | None = None, version: str = "1.0.0"
) -> JsonObject:
    """A small valid Open Workflow definition in namespace ``acme``."""
    document: JsonObject = {"dsl": "1.0.3", "namespace": "acme", "name": name, "version": version}
    return {"document": document, "do": do or [{"greet": {"set": {"hello": "world"}}}]}


def calling(name: str, version: str = "1.0.0") -> list[JsonValue]:
    """Tasks that run the definition ``acme/name`` as a sub-workflow."""
    return [{"child": {"run": {"workflow": {"namespace": "acme", "name": name, "version": version, "input": {}}}}}]


def make_template(name: str = "US company incorporation") -> str:
    """An Open Workflow template without versions."""
    return create_template(name, actor=AUTHOR)


def make_custom_template(task_queue: str = "team", workflow_type: str = "HandOver") -> str:
    """A template whose definitions a team's own Temporal worker runs."""
    return create_template(
        "Payroll hand-over", actor=AUTHOR, dialect=Format.CUSTOM, workflow_type=workflow_type, task_queue=task_queue
    )


def make_draft(template_id: str, version: str = "1.0.0", definition: JsonObject | None = None) -> str:
    """A draft that can be published."""
    found = definition or open_workflow(version=version)
    return create_draft(template_id, version=version, definition=found, actor=AUTHOR, note=f"What {version} brings")


def make_published(template_id: str, version: str = "1.0.0", definition: JsonObject | None = None) -> str:
    """A published version that is not active."""
    version_id = make_draft(template_id, version, definition)
    publish_version(version_id, actor=AUTHOR, smaller_step_confirmed=True)
    return version_id


def make_active(template_id: str, version: str = "1.0.0", definition: JsonObject | None = None) -> str:
    """The first active version of a template that was off."""
    version_id = make_draft(template_id, version, definition)
    publish_version(version_id, actor=AUTHOR, activate=Activation("First version", seen_active_id=None))
    return version_id


def make_link(template_id: str, entity_id: str = "us-incorporation", kind: EntityType = EntityType.PRODUCT) -> str:
    """An enabled link."""
    return add_link(template_id, entity_type=kind, entity_id=entity_id, actor=AUTHOR)


def buy(entity_id: str = "us-incorporation", event_id: str = "ev_1", payload: JsonValue = None) -> Receipt:
    """A purchase of a product, as the billing software tells it."""
    event = Event(BUYER, event_id, EntityType.PRODUCT, entity_id, payload or {})
    return receive_event(event, actor=BUYER)


def start(template_id: str, value: JsonValue = None, *, version_id: str | None = None, test: bool = False) -> Receipt:
    """A start by hand."""
    order = StartOrder(template_id, value or {}, "A customer asked for it", version_id=version_id, test=test)
    return start_execution(order, actor=AUTHOR)


def make_child(
    parent: str,
    *,
    task: str = "/do/0/child",
    visit: int = 1,
    name: str = "DSC",
    workflow: str = "dsc",
    version: str = "1.0.0",
    value: JsonValue = None,
    context: JsonObject | None = None,
    group: str | None = None,
    awaited: bool = True,
) -> ChildExecution:
    """The row of a sub-workflow ``acme/workflow`` that the engine is about to start, and what its run needs."""
    return create_child_execution(
        parent_execution_id=parent,
        task_reference=task,
        visit=visit,
        name=name,
        namespace="acme",
        workflow=workflow,
        version=version,
        input={} if value is None else value,
        context=context or {},
        task_group_id=group,
        awaited=awaited,
    )


def link_of(entity_type: EntityType, entity_id: str) -> LinkDetail | None:
    """The link of an entity, which has one or none."""
    rows = list_links(LinkFilter(search=entity_id, entity_type=entity_type)).rows
    return next((get_link(row.id) for row in rows if row.entity_id == entity_id), None)
