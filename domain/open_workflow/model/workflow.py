"""A whole definition."""

from typing import Annotated, Any, ClassVar, TypeAlias

from pydantic import BeforeValidator

from domain.open_workflow.model.base import NEEDED, UNSUPPORTED, Free, Maybe, Part, TextOr, refuse, unsupported
from domain.open_workflow.model.errors import ErrorDefinition, RetryPolicy
from domain.open_workflow.model.http import Authentication
from domain.open_workflow.model.tasks import Task, TaskList
from domain.open_workflow.model.values import Dsl, Input, Label, Output, Timeout, Version


class Document(Part):
    """What the workflow is called."""

    named: ClassVar[str] = "document"

    dsl: Dsl
    namespace: Label
    name: Label
    version: Version
    title: Maybe[str] = None
    summary: Maybe[str] = None
    tags: Maybe[Free] = None
    metadata: Maybe[Free] = None


class Use(Part):
    """Parts that are written once and used by name."""

    named: ClassVar[str] = "use"

    authentications: Maybe[dict[str, Authentication]] = None
    errors: Maybe[dict[str, ErrorDefinition]] = None
    functions: Maybe[dict[str, Task]] = None
    retries: Maybe[dict[str, RetryPolicy]] = None
    secrets: Maybe[list[str]] = None
    timeouts: Maybe[dict[str, Timeout]] = None
    catalogs: Annotated[object, unsupported("use.catalogs")] = None
    extensions: Annotated[object, unsupported("use.extensions")] = None


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


class Evaluate(Part):
    """How expressions are written."""

    named: ClassVar[str] = "evaluate"

    language: Maybe[Language] = None
    mode: Maybe[Mode] = None


class Workflow(Part):
    """A definition of the profile."""

    named: ClassVar[str] = "a workflow"
    is_open: ClassVar[bool] = True

    document: Document
    input: Maybe[Input] = None
    use: Maybe[Use] = None
    do: TaskList
    timeout: Maybe[TextOr[Timeout]] = None
    output: Maybe[Output] = None
    evaluate: Maybe[Evaluate] = None
    schedule: Annotated[object, unsupported("schedule")] = None
