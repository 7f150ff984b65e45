"""Tasks: one class for each kind, told apart by what stands in them."""

from typing import Annotated, Any, NotRequired, TypeAlias

from pydantic import BeforeValidator, Discriminator, Tag
from typing_extensions import TypedDict

from domain.open_workflow.calls import HUMAN_TASK, is_foreign
from domain.open_workflow.model.base import (
    UNSUPPORTED,
    Free,
    Named,
    NotEmpty,
    TextOr,
    TextOrList,
    part,
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


TaskList: TypeAlias = list[Named["Task"]]


class TaskBase(TypedDict):
    """What every task may have."""

    if_: NotRequired[str]
    input: NotRequired[Input]
    output: NotRequired[Output]
    export: NotRequired[Export]
    timeout: NotRequired[TextOr[Timeout]]
    then: NotRequired[str]
    metadata: NotRequired[Free]


@part("a set task")
class SetTask(TaskBase):
    """Replaces the data."""

    set: TextOr[Annotated[Free, NotEmpty]]


@part("a do task")
class DoTask(TaskBase):
    """Runs tasks one after the other."""

    do: TaskList


@part("for")
class Loop(TypedDict):
    """What is iterated over, and the names of the variables."""

    each: NotRequired[str]
    in_: TextOrList[Free]
    at: NotRequired[str]


@part("a for task")
class ForTask(TaskBase):
    """Runs tasks for each item."""

    for_: Loop
    while_: NotRequired[str]
    do: TaskList


@part("a case")
class Case(TypedDict):
    """A case of a switch; without ``when`` the default."""

    when: NotRequired[str]
    then: str


@part("a switch task")
class SwitchTask(TaskBase):
    """Chooses where the flow goes."""

    switch: Annotated[list[Named[Case]], NotEmpty]


@part("fork")
class Branches(TypedDict):
    """The body of a ``fork`` task."""

    branches: TaskList
    compete: NotRequired[bool]


@part("a fork task")
class ForkTask(TaskBase):
    """Runs branches at the same time."""

    fork: Branches


@part("a wait task")
class WaitTask(TaskBase):
    """Waits for a duration."""

    wait: Duration


@part("a listen task")
class ListenTask(TaskBase):
    """Waits for events."""

    listen: Listening
    foreach: NotRequired[Annotated[object, unsupported("listen.foreach")]]


@part("catch")
class Catch(TypedDict):
    """Which errors are caught, and what is done about them."""

    errors: NotRequired[CaughtErrors]
    as_: NotRequired[str]
    when: NotRequired[str]
    except_when: NotRequired[str]
    retry: NotRequired[TextOr[RetryPolicy]]
    do: NotRequired[TaskList]
    then: NotRequired[str]


@part("a try task")
class TryTask(TaskBase):
    """Runs tasks and catches their errors."""

    try_: TaskList
    catch: Catch


@part("raise")
class Raising(TypedDict):
    """The body of a ``raise`` task."""

    error: TextOr[ErrorDefinition]


@part("a raise task")
class RaiseTask(TaskBase):
    """Raises an error."""

    raise_: Raising


@part("workflow")
class Subflow(TypedDict):
    """Which workflow is run, and with what."""

    namespace: str
    name: str
    version: str
    input: NotRequired[Free]


@part("run")
class Running(TypedDict):
    """The body of a ``run`` task."""

    workflow: Subflow
    await_: NotRequired[bool]
    container: NotRequired[Annotated[object, unsupported("run: container")]]
    script: NotRequired[Annotated[object, unsupported("run: script")]]
    shell: NotRequired[Annotated[object, unsupported("run: shell")]]
    return_: NotRequired[Annotated[object, unsupported("run.return")]]


@part("a run task")
class RunTask(TaskBase):
    """Runs another workflow."""

    run: Running


@part("an emit task")
class EmitTask(TaskBase):
    """Emits an event."""

    emit: Emission


@part("a call task")
class HttpTask(TaskBase):
    """Calls an HTTP service."""

    call: str
    with_: HttpArguments


@part("a call task")
class OpenApiTask(TaskBase):
    """Calls an operation of an OpenAPI document."""

    call: str
    with_: OpenApiArguments


@part("a human task")
class HumanTask(TaskBase):
    """Waits for a person."""

    call: str
    with_: HumanTaskArguments


def _function(value: Any) -> Any:
    if isinstance(value, str) and is_foreign(value):
        refuse(UNSUPPORTED, f"“call: {value[:60]}” is not supported by Pointsman.")
    return value


@part("a call task")
class FunctionTask(TaskBase):
    """Calls a function of ``use.functions``."""

    call: Annotated[str, BeforeValidator(_function)]
    with_: NotRequired[Free]


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
