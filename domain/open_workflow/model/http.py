"""Calls of HTTP services: addresses, authentication, arguments."""

from typing import Annotated, Any, Literal, NotRequired, TypeAlias, TypeVar

from pydantic import AfterValidator, Discriminator, Tag
from typing_extensions import TypedDict

from domain.open_workflow.model.base import NEEDED, PROFILE, Either, Free, NotEmpty, part, refuse, tag, unsupported
from domain.open_workflow.model.values import ExpressionText, UriOrExpression, is_runtime_expression

METHODS = ("get", "head", "post", "put", "patch", "delete", "options")
_SECRET, _INLINE = tag("secret"), tag("inline")


def _method(text: str) -> str:
    if text.lower() not in METHODS and not is_runtime_expression(text):
        refuse(PROFILE, f"“{text[:40]}” is no method of HTTP.", f"Allowed: {', '.join(METHODS)}.")
    return text


def _by_secret(value: Any) -> str | None:
    if isinstance(value, dict):
        return _SECRET if "use" in value else _INLINE
    return None


@part("credentials from a secret")
class SecretReference(TypedDict):
    """Credentials from a secret, by its name under ``use.secrets``."""

    use: Annotated[str, NotEmpty]


T = TypeVar("T")
_Credentials: TypeAlias = Annotated[
    Annotated[T, Tag(_INLINE)] | Annotated[SecretReference, Tag(_SECRET)],
    Discriminator(_by_secret, NEEDED, "must be an object."),
]


@part("basic authentication")
class BasicCredentials(TypedDict):
    """User name and password."""

    username: str
    password: str


@part("bearer authentication")
class BearerCredentials(TypedDict):
    """A token."""

    token: str


@part("an authentication", is_open=True)
class BasicAuthentication(TypedDict):
    """Basic authentication (RFC 7617)."""

    basic: _Credentials[BasicCredentials]


@part("an authentication", is_open=True)
class BearerAuthentication(TypedDict):
    """Bearer authentication (RFC 6750)."""

    bearer: _Credentials[BearerCredentials]


@part("an authentication", is_open=True)
class OtherAuthentication(TypedDict):
    """What the language has besides, and Pointsman does not run."""

    digest: NotRequired[Annotated[object, unsupported("authentication digest")]]
    oauth2: NotRequired[Annotated[object, unsupported("authentication oauth2")]]
    oidc: NotRequired[Annotated[object, unsupported("authentication oidc")]]


@part("an authentication")
class AuthenticationReference(TypedDict):
    """An authentication by its name under ``use.authentications``."""

    use: Annotated[str, NotEmpty]


_SCHEMES = ("basic", "bearer", "digest", "oauth2", "oidc")


def _scheme(value: Any) -> str | None:
    if not isinstance(value, dict):
        return None
    found = next((scheme for scheme in _SCHEMES if scheme in value), None)
    return tag(found if found in ("basic", "bearer") else "other") if found else None


def _scheme_or_name(value: Any) -> str | None:
    return _scheme(value) or (tag("use") if isinstance(value, dict) and "use" in value else None)


_Schemes: TypeAlias = (
    Annotated[BasicAuthentication, Tag(tag("basic"))]
    | Annotated[BearerAuthentication, Tag(tag("bearer"))]
    | Annotated[OtherAuthentication, Tag(tag("other"))]
)
Authentication: TypeAlias = Annotated[
    _Schemes, Discriminator(_scheme, NEEDED, "must be an object with “basic” or “bearer”.")
]
AuthenticationOrName: TypeAlias = Annotated[
    _Schemes | Annotated[AuthenticationReference, Tag(tag("use"))],
    Discriminator(_scheme_or_name, NEEDED, "must be an object with “basic”, “bearer” or “use”."),
]


@part("an endpoint")
class EndpointConfiguration(TypedDict):
    """An address and how to authenticate there."""

    uri: UriOrExpression
    authentication: NotRequired[AuthenticationOrName]


Endpoint: TypeAlias = Either[UriOrExpression, EndpointConfiguration]
Texts: TypeAlias = Either[ExpressionText, dict[str, str]]
ResponseForm: TypeAlias = Literal["raw", "content", "response"]


@part("an HTTP call")
class HttpArguments(TypedDict):
    """The ``with`` of ``call: http``."""

    method: Annotated[str, AfterValidator(_method)]
    endpoint: Endpoint
    headers: NotRequired[Texts]
    body: NotRequired[object]
    query: NotRequired[Texts]
    output: NotRequired[ResponseForm]
    redirect: NotRequired[bool]


@part("a resource")
class Resource(TypedDict):
    """A document elsewhere."""

    name: NotRequired[str]
    endpoint: Endpoint


@part("an OpenAPI call")
class OpenApiArguments(TypedDict):
    """The ``with`` of ``call: openapi``."""

    document: Resource
    operation_id: str
    parameters: NotRequired[Free]
    authentication: NotRequired[AuthenticationOrName]
    output: NotRequired[ResponseForm]
    redirect: NotRequired[bool]
