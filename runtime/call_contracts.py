"""What crosses the wire for outside calls: HTTP services, secrets, events that are sent out."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from domain.json_types import JsonObject as JsonObject
    from domain.json_types import JsonValue as JsonValue
else:
    JsonValue = Any  # Temporal's converter cannot follow the recursive alias
    JsonObject = dict[str, Any]

CALL_HTTP = "call_http"
CALL_HTTP_WITH_SECRETS = "call_http_with_secrets"
CALL_OPENAPI = "call_openapi"
DESCRIBE_SECRETS = "describe_secrets"
WANTS_EVENTS = "wants_events"
PUBLISH_EVENT = "publish_event"


@dataclass(frozen=True)
class SecretScope:
    """Which secrets a call may use: the names under ``use.secrets``, and the mark in this run's placeholders.

    Without a mark no placeholder stands for a value.
    """

    declared: list[str]
    mark: str = ""


@dataclass(frozen=True)
class Credentials:
    """How a call says who it is: ``scheme`` is basic or bearer; ``secret`` names the secret that holds the rest."""

    scheme: str
    username: str = ""
    password: str = ""
    token: str = ""
    secret: str | None = None


@dataclass(frozen=True)
class HttpRequest:
    """One HTTP request; nothing in it is an expression any more, but texts may hold placeholders of secrets.

    ``output`` is raw, content or response; empty asks for all of it, as the first interpreter did.
    """

    method: str
    uri: str
    headers: dict[str, str] = field(default_factory=dict)
    query: dict[str, str | list[str]] = field(default_factory=dict)
    body: JsonValue = None
    accept_redirect: bool = False
    reference: str = ""
    output: str = ""
    credentials: Credentials | None = None
    secrets: SecretScope | None = None


@dataclass(frozen=True)
class HttpResponse:
    """The answer: ``content`` is read by its media type, ``raw`` is the base64 of the bytes where it was asked for.

    ``request`` tells what was sent, without credentials, where the whole response was asked for.
    """

    status_code: int
    headers: dict[str, str]
    content: JsonValue = None
    raw: str = ""
    request: JsonObject | None = None


@dataclass(frozen=True)
class ServiceCall:
    """A call that the activity works out: ``arguments`` is its ``with``, names of policies resolved.

    With ``variables`` its expressions are still to be evaluated, on ``input``; with None nothing is an expression.
    """

    arguments: JsonObject
    reference: str
    input: JsonValue = None
    variables: JsonObject | None = None
    secrets: SecretScope | None = None


@dataclass(frozen=True)
class SecretShapes:
    """Placeholders in the shape of the secrets that are available, by name; ``mark`` stands in each of them."""

    mark: str
    placeholders: JsonObject


@dataclass(frozen=True)
class OutgoingEvent:
    """A CloudEvent to send out; ``reference`` is the task that emits it."""

    event: JsonObject
    reference: str
