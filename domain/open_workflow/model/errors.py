"""Errors: those that are raised, those that are caught, and how often is tried again."""

from typing import Annotated, Any, ClassVar, TypeAlias

from pydantic import AfterValidator, BeforeValidator, ConfigDict

from domain.json_schemas import is_json_pointer
from domain.open_workflow.model.base import NEEDED, PROFILE, Free, Maybe, NotEmpty, Part, refuse
from domain.open_workflow.model.values import Duration, UriOrExpression, is_runtime_expression


def _instance(text: str) -> str:
    if not is_json_pointer(text) and not is_runtime_expression(text):
        refuse(NEEDED, "must be a JSON Pointer, such as “/do/0/task”.")
    return text


class ErrorDefinition(Part):
    """An error to raise (RFC 7807)."""

    named: ClassVar[str] = "an error"

    type: UriOrExpression
    status: int
    instance: Maybe[Annotated[str, AfterValidator(_instance)]] = None
    title: Maybe[str] = None
    detail: Maybe[str] = None


class ErrorFilter(Part):
    """What an error must say to be caught; members of RFC 7807 and any others."""

    model_config = ConfigDict(extra="allow")
    named: ClassVar[str] = "an error filter"

    type: Maybe[str] = None
    status: Maybe[int] = None
    instance: Maybe[str] = None
    title: Maybe[str] = None
    detail: Maybe[str] = None


class CaughtErrors(Part):
    """Which errors are caught."""

    named: ClassVar[str] = "errors"
    is_open: ClassVar[bool] = True

    with_: Maybe[Annotated[ErrorFilter, NotEmpty]] = None


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


class Backoff(Part):
    """How the pause grows from retry to retry; exactly one of the three."""

    named: ClassVar[str] = "backoff"

    constant: Maybe[_Parameters] = None
    linear: Maybe[_Parameters] = None
    exponential: Maybe[_Parameters] = None


class AttemptLimit(Part):
    """Limits of attempts: how many retries, and how long each."""

    named: ClassVar[str] = "attempt"

    count: Maybe[int] = None
    duration: Maybe[Duration] = None


class RetryLimit(Part):
    """When to give up."""

    named: ClassVar[str] = "limit"

    attempt: Maybe[AttemptLimit] = None
    duration: Maybe[Duration] = None


class Jitter(Part):
    """How much is added to a pause at random."""

    named: ClassVar[str] = "jitter"

    from_: Duration
    to: Duration


class RetryPolicy(Part):
    """Whether, when and how often to try again."""

    named: ClassVar[str] = "a retry policy"

    when: Maybe[str] = None
    except_when: Maybe[str] = None
    delay: Maybe[Duration] = None
    backoff: Maybe[Annotated[Backoff, BeforeValidator(_backoff)]] = None
    limit: Maybe[RetryLimit] = None
    jitter: Maybe[Jitter] = None
