"""Tasks: one class for each kind, told apart by what stands in them."""

from typing import Annotated, Any, ClassVar, TypeAlias

from pydantic import BeforeValidator, Discriminator, Field, Tag

from domain.open_workflow.calls import HUMAN_TASK, is_foreign
from domain.open_workflow.model.base import (
    LIST,
    TEXT,
    TEXT_OR_LIST,
    UNSUPPORTED,
    Free,
    Maybe,
    NotEmpty,
    Part,
    TextOr,
    refuse,
    tag,
    unsupported,
)
from domain.open_workflow.model.errors import CaughtErrors, ErrorDefinition, RetryPolicy
from domain.open_workflow.model.events import Emission, Listening
from domain.open_workflow.model.http import HttpArguments, OpenApiArguments
from domain.open_workflow.model.people import HumanTaskArguments
from domain.open_workflow.model.values import Duration, Export, Input, Output, Timeout
from domain.open_workflow.tasks import KINDS, kind_of_task

NO_KIND = "no_kind"


_TAGS = {kind: tag(kind) for kind in (*KINDS, "http", "openapi", "person", "function")}


def _kind(value: Any) -> str | None:
    if not isinstance(value, dict):
        return None
    kind = kind_of_task(value)
    if kind != "call":
        return _TAGS[kind] if kind else None
    called = value["call"]
    if called in ("http", "openapi"):
        return _TAGS[called]
    return _TAGS["person" if called == HUMAN_TASK else "function"]


TaskItem: TypeAlias = Annotated[dict[str, "Task"], Field(min_length=1, max_length=1)]
TaskList: TypeAlias = list[TaskItem]


class TaskBase(Part):
    """What every task may have."""

    if_: Maybe[str] = None
    input: Maybe[Input] = None
    output: Maybe[Output] = None
    export: Maybe[Export] = None
    timeout: Maybe[TextOr[Timeout]] = None
    then: Maybe[str] = None
    metadata: Maybe[Free] = None


class SetTask(TaskBase):
    """Replaces the data."""

    named: ClassVar[str] = "a set task"

    set: TextOr[Annotated[Free, NotEmpty]]


class DoTask(TaskBase):
    """Runs tasks one after the other."""

    named: ClassVar[str] = "a do task"

    do: TaskList


class Loop(Part):
    """What is iterated over, and the names of the variables."""

    named: ClassVar[str] = "for"

    each: Maybe[str] = None
    in_: Annotated[Annotated[str, Tag(TEXT)] | Annotated[list[Free], Tag(LIST)], TEXT_OR_LIST]
    at: Maybe[str] = None


class ForTask(TaskBase):
    """Runs tasks for each item."""

    named: ClassVar[str] = "a for task"

    for_: Loop
    while_: Maybe[str] = None
    do: TaskList


class Case(Part):
    """A case of a switch; without ``when`` the default."""

    named: ClassVar[str] = "a case"

    when: Maybe[str] = None
    then: str


class SwitchTask(TaskBase):
    """Chooses where the flow goes."""

    named: ClassVar[str] = "a switch task"

    switch: Annotated[list[Annotated[dict[str, Case], Field(min_length=1, max_length=1)]], NotEmpty]


class Branches(Part):
    """The body of a ``fork`` task."""

    named: ClassVar[str] = "fork"

    branches: TaskList
    compete: Maybe[bool] = None


class ForkTask(TaskBase):
    """Runs branches at the same time."""

    named: ClassVar[str] = "a fork task"

    fork: Branches


class WaitTask(TaskBase):
    """Waits for a duration."""

    named: ClassVar[str] = "a wait task"

    wait: Duration


class ListenTask(TaskBase):
    """Waits for events."""

    named: ClassVar[str] = "a listen task"

    listen: Listening
    foreach: Annotated[object, unsupported("listen.foreach")] = None


class Catch(Part):
    """Which errors are caught, and what is done about them."""

    named: ClassVar[str] = "catch"

    errors: Maybe[CaughtErrors] = None
    as_: Maybe[str] = None
    when: Maybe[str] = None
    except_when: Maybe[str] = None
    retry: Maybe[TextOr[RetryPolicy]] = None
    do: Maybe[TaskList] = None
    then: Maybe[str] = None


class TryTask(TaskBase):
    """Runs tasks and catches their errors."""

    named: ClassVar[str] = "a try task"

    try_: TaskList
    catch: Catch


class Raising(Part):
    """The body of a ``raise`` task."""

    named: ClassVar[str] = "raise"

    error: TextOr[ErrorDefinition]


class RaiseTask(TaskBase):
    """Raises an error."""

    named: ClassVar[str] = "a raise task"

    raise_: Raising


class Subflow(Part):
    """Which workflow is run, and with what."""

    named: ClassVar[str] = "workflow"

    namespace: str
    name: str
    version: str
    input: Maybe[Free] = None


class Running(Part):
    """The body of a ``run`` task."""

    named: ClassVar[str] = "run"

    workflow: Subflow
    await_: Maybe[bool] = None
    container: Annotated[object, unsupported("run: container")] = None
    script: Annotated[object, unsupported("run: script")] = None
    shell: Annotated[object, unsupported("run: shell")] = None
    return_: Annotated[object, unsupported("run.return")] = None


class RunTask(TaskBase):
    """Runs another workflow."""

    named: ClassVar[str] = "a run task"

    run: Running


class EmitTask(TaskBase):
    """Emits an event."""

    named: ClassVar[str] = "an emit task"

    emit: Emission


class HttpTask(TaskBase):
    """Calls an HTTP service."""

    named: ClassVar[str] = "a call task"

    call: str
    with_: HttpArguments


class OpenApiTask(TaskBase):
    """Calls an operation of an OpenAPI document."""

    named: ClassVar[str] = "a call task"

    call: str
    with_: OpenApiArguments


class HumanTask(TaskBase):
    """Waits for a person."""

    named: ClassVar[str] = "a human task"

    call: str
    with_: HumanTaskArguments


def _function(value: Any) -> Any:
    if isinstance(value, str) and is_foreign(value):
        refuse(UNSUPPORTED, f"“call: {value[:60]}” is not supported by Pointsman.")
    return value


class FunctionTask(TaskBase):
    """Calls a function of ``use.functions``."""

    named: ClassVar[str] = "a call task"

    call: Annotated[str, BeforeValidator(_function)]
    with_: Maybe[Free] = None


Task: TypeAlias = Annotated[
    Annotated[SetTask, Tag(tag("set"))]
    | Annotated[ForTask, Tag(tag("for"))]
    | Annotated[DoTask, Tag(tag("do"))]
    | Annotated[SwitchTask, Tag(tag("switch"))]
    | Annotated[ForkTask, Tag(tag("fork"))]
    | Annotated[WaitTask, Tag(tag("wait"))]
    | Annotated[ListenTask, Tag(tag("listen"))]
    | Annotated[TryTask, Tag(tag("try"))]
    | Annotated[RaiseTask, Tag(tag("raise"))]
    | Annotated[RunTask, Tag(tag("run"))]
    | Annotated[EmitTask, Tag(tag("emit"))]
    | Annotated[HttpTask, Tag(tag("http"))]
    | Annotated[OpenApiTask, Tag(tag("openapi"))]
    | Annotated[HumanTask, Tag(tag("person"))]
    | Annotated[FunctionTask, Tag(tag("function"))],
    Discriminator(_kind, NO_KIND, f"has no known kind. Kinds: {', '.join(KINDS)}."),
]
for _holder in (DoTask, ForTask, Branches, ForkTask, Catch, TryTask):
    _holder.model_rebuild()  # they hold tasks, which are known from here on
