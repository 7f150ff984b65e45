"""Errors: those that are raised, those that are caught, and how often is tried again."""

from typing import Annotated, Any, NotRequired, TypeAlias

from pydantic import AfterValidator, BeforeValidator
from typing_extensions import TypedDict

from domain.json_schemas import is_json_pointer
from domain.open_workflow.model.base import NEEDED, PROFILE, Free, NotEmpty, part, refuse
from domain.open_workflow.model.values import Duration, UriOrExpression, is_runtime_expression


def _instance(text: str) -> str:
    if not is_json_pointer(text) and not is_runtime_expression(text):
        refuse(NEEDED, "must be a JSON Pointer, such as “/do/0/task”.")
    return text


@part("an error")
class ErrorDefinition(TypedDict):
    """An error to raise (RFC 7807)."""

    type: UriOrExpression
    status: int
    instance: NotRequired[Annotated[str, AfterValidator(_instance)]]
    title: NotRequired[str]
    detail: NotRequired[str]


@part("an error filter", extra="allow")
class ErrorFilter(TypedDict):
    """What an error must say to be caught; members of RFC 7807 and any others."""

    type: NotRequired[str]
    status: NotRequired[int]
    instance: NotRequired[str]
    title: NotRequired[str]
    detail: NotRequired[str]


@part("errors", is_open=True)
class CaughtErrors(TypedDict):
    """Which errors are caught."""

    with_: NotRequired[Annotated[ErrorFilter, NotEmpty]]


_BACKOFFS = ("constant", "linear", "exponential")


def _backoff(value: Any) -> Any:
    if isinstance(value, dict) and len(value) != 1 and set(value) <= set(_BACKOFFS):
        refuse(NEEDED, "must be exactly one back-off.", f"Allowed: {', '.join(_BACKOFFS)}.")
    return value


def _no_parameters(value: dict[str, object]) -> dict[str, object]:
    if value:
        refuse(PROFILE, "“parameters of a backoff” is not supported by Pointsman.", "Allowed: an empty object.")
    return value


_Parameters: TypeAlias = Annotated[Free, AfterValidator(_no_parameters)]


@part("backoff")
class Backoff(TypedDict):
    """How the pause grows from retry to retry; exactly one of the three."""

    constant: NotRequired[_Parameters]
    linear: NotRequired[_Parameters]
    exponential: NotRequired[_Parameters]


@part("attempt")
class AttemptLimit(TypedDict):
    """Limits of attempts: how many retries, and how long each."""

    count: NotRequired[int]
    duration: NotRequired[Duration]


@part("limit")
class RetryLimit(TypedDict):
    """When to give up."""

    attempt: NotRequired[AttemptLimit]
    duration: NotRequired[Duration]


@part("jitter")
class Jitter(TypedDict):
    """How much is added to a pause at random."""

    from_: Duration
    to: Duration


@part("a retry policy")
class RetryPolicy(TypedDict):
    """Whether, when and how often to try again."""

    when: NotRequired[str]
    except_when: NotRequired[str]
    delay: NotRequired[Duration]
    backoff: NotRequired[Annotated[Backoff, BeforeValidator(_backoff)]]
    limit: NotRequired[RetryLimit]
    jitter: NotRequired[Jitter]
