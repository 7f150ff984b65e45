"""A whole definition."""

from typing import Annotated, Any, NotRequired, TypeAlias

from pydantic import BeforeValidator
from typing_extensions import TypedDict

from domain.open_workflow.model.base import NEEDED, UNSUPPORTED, Free, TextOr, part, refuse, unsupported
from domain.open_workflow.model.errors import ErrorDefinition, RetryPolicy
from domain.open_workflow.model.http import Authentication
from domain.open_workflow.model.tasks import Task, TaskList
from domain.open_workflow.model.values import Dsl, Input, Label, Output, Timeout, Version


@part("document")
class Document(TypedDict):
    """What the workflow is called."""

    dsl: Dsl
    namespace: Label
    name: Label
    version: Version
    title: NotRequired[str]
    summary: NotRequired[str]
    tags: NotRequired[Free]
    metadata: NotRequired[Free]


@part("use")
class Use(TypedDict):
    """Parts that are written once and used by name."""

    authentications: NotRequired[dict[str, Authentication]]
    errors: NotRequired[dict[str, ErrorDefinition]]
    functions: NotRequired[dict[str, Task]]
    retries: NotRequired[dict[str, RetryPolicy]]
    secrets: NotRequired[list[str]]
    timeouts: NotRequired[dict[str, Timeout]]
    catalogs: NotRequired[Annotated[object, unsupported("use.catalogs")]]
    extensions: NotRequired[Annotated[object, unsupported("use.extensions")]]


def _language(value: Any) -> Any:
    if isinstance(value, str) and value != "jq":
        refuse(UNSUPPORTED, f"“expression language {value[:40]}” is not supported by Pointsman.", "Allowed: jq.")
    return value


def _mode(value: Any) -> Any:
    if value == "loose":
        refuse(UNSUPPORTED, "“expression mode loose” is not supported by Pointsman.", "Allowed: strict.")
    if isinstance(value, str) and value != "strict":
        refuse(NEEDED, f"“{value[:40]}” is no mode of expressions.", "Allowed: strict.")
    return value


Language: TypeAlias = Annotated[str, BeforeValidator(_language)]
Mode: TypeAlias = Annotated[str, BeforeValidator(_mode)]


@part("evaluate")
class Evaluate(TypedDict):
    """How expressions are written."""

    language: NotRequired[Language]
    mode: NotRequired[Mode]


@part("a workflow", is_open=True)
class Workflow(TypedDict):
    """A definition of the profile."""

    document: Document
    input: NotRequired[Input]
    use: NotRequired[Use]
    do: TaskList
    timeout: NotRequired[TextOr[Timeout]]
    output: NotRequired[Output]
    evaluate: NotRequired[Evaluate]
    schedule: NotRequired[Annotated[object, unsupported("schedule")]]
