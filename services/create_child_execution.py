"""Make the execution row of a sub-workflow before it starts."""

from dataclasses import dataclass

from sqlalchemy import Row, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session, undefer

from domain.definition import check_input
from domain.errors import InvalidInput, NotFound
from domain.ids import derived_id
from domain.json_types import JsonObject, JsonValue
from domain.json_values import as_object
from domain.lifecycle import VersionFacts, check_can_start
from domain.sending import check_start_size
from domain.settings import get_settings
from domain.vocabulary import ExecutionKind, Format, Origin, VersionStatus
from runtime.contracts import INTERPRETER_VERSION
from services._service_requests import unknown_reference
from storage.database import WriteSession, transaction
from storage.own_tables import ExecutionRun, TemplateSetting
from storage.shared_tables import (
    ServiceRequestTaskGroup,
    WorkflowExecution,
    WorkflowTemplate,
    WorkflowTemplateVersion,
    utc_now,
)

ACTIVE = frozenset({"active", "latest"})
ONE_AFTER_THE_OTHER = {"key_share": True}
"""Locks the parent against a second call for the same child, not against rows that refer to it."""


@dataclass(frozen=True)
class ChildExecution:
    """The child's row and what its run needs; the definition is frozen from here on."""

    execution_id: str
    version_id: str
    version: str
    definition: JsonObject
    context: JsonObject
    task_queue: str
    interpreter_version: str


def create_child_execution(
    *,
    parent_execution_id: str,
    task_reference: str,
    visit: int,
    name: str,
    namespace: str,
    workflow: str,
    version: str,
    input: JsonValue,  # noqa: A002 - the language's word
    context: JsonObject,
    task_group_id: str | None,
    awaited: bool = True,
) -> ChildExecution:
    """Insert the child of ``task_reference`` once: its id follows from parent, reference and visit.

    The definition is found by its document's namespace and name; ``version`` is exact, or ``active``. A repeated call
    returns the first one's row and version. Drafts are for children of test runs only. A child that is not
    ``awaited`` lives on its own: it is not ended with its parent.

    Raises: NotFound, NotAllowed, InvalidInput.
    """
    child_id = derived_id(parent_execution_id, task_reference, visit)
    with transaction() as session:
        parent = session.get(WorkflowExecution, parent_execution_id, with_for_update=ONE_AFTER_THE_OTHER)
        if parent is None:
            raise NotFound("parent execution", parent_execution_id)
        above = session.get(ExecutionRun, parent.id)
        is_test = above is not None and above.kind is ExecutionKind.TEST
        existing = session.get(WorkflowExecution, child_id)
        if existing:
            found = _by_id(session, existing.version_id)
        else:
            found = resolve_child(session, namespace, workflow, version, is_test=is_test)
        definition = as_object(found.definition, "definition")
        if existing is None:
            check_input(input, definition)
            check_start_size({"definition": definition, "input": input, "context": context})
            _insert(session, parent, child_id, name, found.id, context)
            reason = f"Task {task_reference} of {parent.name}"
            _insert_run(session, above, child_id, {"input": input, "reason": reason, "awaited": awaited})
            _attach(session, child_id, task_group_id)
        return ChildExecution(
            execution_id=child_id,
            version_id=found.id,
            version=found.version,
            definition=definition,
            context=context,
            task_queue=get_settings().task_queue,
            interpreter_version=_interpreter_of(session, child_id),
        )


def _by_id(session: WriteSession, version_id: str) -> WorkflowTemplateVersion:
    return session.get_one(WorkflowTemplateVersion, version_id, options=[undefer(WorkflowTemplateVersion.definition)])


def resolve_child(
    session: Session, namespace: str, workflow: str, version: str, *, is_test: bool = False
) -> WorkflowTemplateVersion:
    """The version that ``run: workflow`` would start now, with its definition. Raises: NotFound, NotAllowed."""
    table, document = WorkflowTemplateVersion, WorkflowTemplateVersion.definition["document"]
    is_active = WorkflowTemplate.active_version_id == table.id
    is_published = table.status == VersionStatus.PUBLISHED
    query = (
        select(table, is_active)
        .join(WorkflowTemplate, WorkflowTemplate.id == table.template_id)
        .outerjoin(TemplateSetting, TemplateSetting.template_id == table.template_id)
        .where(TemplateSetting.format.is_distinct_from(Format.CUSTOM))
        .where(document["name"].astext == workflow, document["namespace"].astext == namespace)
        .where(is_active if version in ACTIVE else table.version == version)
        .order_by(is_active.desc().nulls_last(), is_published.desc(), table.created_at.desc())
        .options(undefer(table.definition))
        .limit(1)
    )
    found: Row[WorkflowTemplateVersion, bool] | None = session.execute(query).first()
    if found is None:
        raise NotFound("version to run as a sub-workflow", f"{namespace}/{workflow} {version}")
    facts = VersionFacts(found[0].version, found[0].status, bool(found[1]))
    check_can_start(facts, test=is_test and facts.status is VersionStatus.DRAFT)
    return found[0]


def _insert(
    session: WriteSession, parent: WorkflowExecution, child_id: str, name: str, version_id: str, context: JsonObject
) -> None:
    session.execute(
        insert(WorkflowExecution)
        .values(
            id=child_id,
            name=name,
            version_id=version_id,
            parent_id=parent.id,
            root_id=parent.root_id or parent.id,
            context=context or None,
            created_at=utc_now(),
        )
        .on_conflict_do_nothing()
    )


def _insert_run(session: WriteSession, above: ExecutionRun | None, child_id: str, made: JsonObject) -> None:
    values = {
        **made,
        "execution_id": child_id,
        "kind": above.kind if above else ExecutionKind.NORMAL,
        "origin": Origin.CHILD,
        "started_by": above.started_by if above else "backend",
        "interpreter_version": INTERPRETER_VERSION,
    }
    session.execute(insert(ExecutionRun).values(**values).on_conflict_do_nothing())


def _interpreter_of(session: WriteSession, child_id: str) -> str:
    query = select(ExecutionRun.interpreter_version).where(ExecutionRun.execution_id == child_id)
    return session.scalar(query) or INTERPRETER_VERSION


def _attach(session: WriteSession, child_id: str, task_group_id: str | None) -> None:
    if refusal := unknown_reference(session, None, task_group_id):
        raise InvalidInput("pointsman/taskGroup", refusal)
    group = ServiceRequestTaskGroup
    session.execute(update(group).where(group.id == task_group_id).values(execution_id=child_id))
