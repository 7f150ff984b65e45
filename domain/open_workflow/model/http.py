"""Calls of HTTP services: addresses, authentication, arguments."""

from typing import Annotated, Any, ClassVar, Literal, TypeAlias

from pydantic import AfterValidator, Discriminator, Tag

from domain.open_workflow.model.base import (
    BY_TYPE,
    NEEDED,
    OBJECT,
    PROFILE,
    TEXT,
    Free,
    Maybe,
    NotEmpty,
    Part,
    refuse,
    tag,
    unsupported,
)
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


_BY_SECRET = Discriminator(_by_secret, NEEDED, "must be an object.")


class SecretReference(Part):
    """Credentials from a secret, by its name under ``use.secrets``."""

    named: ClassVar[str] = "credentials from a secret"

    use: Annotated[str, NotEmpty]


class BasicCredentials(Part):
    """User name and password."""

    named: ClassVar[str] = "basic authentication"

    username: str
    password: str


class BearerCredentials(Part):
    """A token."""

    named: ClassVar[str] = "bearer authentication"

    token: str


class BasicAuthentication(Part):
    """Basic authentication (RFC 7617)."""

    named: ClassVar[str] = "an authentication"
    is_open: ClassVar[bool] = True

    basic: Annotated[Annotated[BasicCredentials, Tag(_INLINE)] | Annotated[SecretReference, Tag(_SECRET)], _BY_SECRET]


class BearerAuthentication(Part):
    """Bearer authentication (RFC 6750)."""

    named: ClassVar[str] = "an authentication"
    is_open: ClassVar[bool] = True

    bearer: Annotated[Annotated[BearerCredentials, Tag(_INLINE)] | Annotated[SecretReference, Tag(_SECRET)], _BY_SECRET]


class OtherAuthentication(Part):
    """What the language has besides, and Pointsman does not run."""

    named: ClassVar[str] = "an authentication"
    is_open: ClassVar[bool] = True

    digest: Annotated[object, unsupported("authentication digest")] = None
    oauth2: Annotated[object, unsupported("authentication oauth2")] = None
    oidc: Annotated[object, unsupported("authentication oidc")] = None


class AuthenticationReference(Part):
    """An authentication by its name under ``use.authentications``."""

    named: ClassVar[str] = "an authentication"

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


class EndpointConfiguration(Part):
    """An address and how to authenticate there."""

    named: ClassVar[str] = "an endpoint"

    uri: UriOrExpression
    authentication: Maybe[AuthenticationOrName] = None


Endpoint: TypeAlias = Annotated[
    Annotated[UriOrExpression, Tag(TEXT)] | Annotated[EndpointConfiguration, Tag(OBJECT)], BY_TYPE
]
Texts: TypeAlias = Annotated[Annotated[ExpressionText, Tag(TEXT)] | Annotated[dict[str, str], Tag(OBJECT)], BY_TYPE]
ResponseForm: TypeAlias = Literal["raw", "content", "response"]


class HttpArguments(Part):
    """The ``with`` of ``call: http``."""

    named: ClassVar[str] = "an HTTP call"

    method: Annotated[str, AfterValidator(_method)]
    endpoint: Endpoint
    headers: Maybe[Texts] = None
    body: object = None
    query: Maybe[Texts] = None
    output: Maybe[ResponseForm] = None
    redirect: Maybe[bool] = None


class Resource(Part):
    """A document elsewhere."""

    named: ClassVar[str] = "a resource"

    name: Maybe[str] = None
    endpoint: Endpoint


class OpenApiArguments(Part):
    """The ``with`` of ``call: openapi``."""

    named: ClassVar[str] = "an OpenAPI call"

    document: Resource
    operation_id: str
    parameters: Maybe[Free] = None
    authentication: Maybe[AuthenticationOrName] = None
    output: Maybe[ResponseForm] = None
    redirect: Maybe[bool] = None
