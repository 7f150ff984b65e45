"""Authentication of a call (specification: *Authentication*): basic and bearer, inline, by name or from a secret."""

import base64

from domain.json_types import JsonObject, JsonValue
from runtime.call_contracts import Credentials
from runtime.calls.arguments import Arguments, plain

SCHEMES = {"basic": "Basic", "bearer": "Bearer"}
_HOLDERS = ("endpoint", "document")
HIDDEN = "⟦hidden⟧"
"""Stands where a credential would stand."""


def credentials_of(arguments: Arguments, authentication: JsonValue) -> Credentials | None:
    """Who the call says it is; None when it says nothing. Raises: Fault."""
    policy = policy_of(authentication, arguments.policies)
    if policy is None:
        if authentication is None:
            return None
        raise arguments.wrong(f"There is no authentication {authentication} under use.authentications.")
    scheme = next((scheme for scheme in SCHEMES if scheme in policy), None)
    if scheme is None:
        told = ", ".join(policy) or "nothing"
        raise arguments.wrong(f"Pointsman authenticates by basic or bearer, not by {told}.")
    given = arguments.object(policy[scheme], scheme)
    if "use" in given:
        return Credentials(scheme, secret=str(given["use"]))
    if scheme == "bearer":
        return Credentials(scheme, token=_filled_in(arguments, given, "token"))
    return Credentials(scheme, _filled_in(arguments, given, "username"), _filled_in(arguments, given, "password"))


def from_secret(scheme: str, secret: JsonValue) -> Credentials | None:
    """Credentials out of the secret that holds them; None when it lacks a part. A bearer token may be all there is."""
    if scheme == "bearer" and isinstance(secret, str):
        return Credentials(scheme, token=secret)
    parts = ("token",) if scheme == "bearer" else ("username", "password")
    if not isinstance(secret, dict) or any(isinstance(secret.get(part), dict | list | None) for part in parts):
        return None
    return Credentials(scheme, **{part: plain(secret[part]) for part in parts})


def header_of(credentials: Credentials) -> str:
    """The ``Authorization`` header (RFC 7617 in UTF-8, RFC 6750)."""
    if credentials.scheme == "bearer":
        return f"Bearer {credentials.token}"
    pair = f"{credentials.username}:{credentials.password}"
    return f"Basic {base64.b64encode(pair.encode()).decode()}"


def authorization_of(task: JsonObject, policies: JsonObject) -> JsonValue:
    """The ``$authorization`` of a task's expressions; its ``parameter`` never tells the credential itself."""
    given = task.get("with")
    if not isinstance(given, dict):
        return None
    endpoint = given.get("endpoint")
    authentication = endpoint.get("authentication") if isinstance(endpoint, dict) else given.get("authentication")
    policy = policy_of(authentication, policies) or {}
    scheme = next((told for name, told in SCHEMES.items() if name in policy), None)
    return None if scheme is None else {"scheme": scheme, "parameter": HIDDEN}


def with_policies(value: JsonObject, policies: JsonObject) -> JsonObject:
    """The arguments of a call with the policies themselves in the place of their names."""
    found: JsonObject = {}
    for key, inner in value.items():
        if key == "authentication":
            policy = policy_of(inner, policies)
            found[key] = inner if policy is None else policy
        else:
            found[key] = with_policies(inner, policies) if key in _HOLDERS and isinstance(inner, dict) else inner
    return found


def policy_of(authentication: JsonValue, policies: JsonObject) -> JsonObject | None:
    """The policy itself, where ``use`` or a text may name one of the workflow's; None when there is none."""
    if isinstance(authentication, dict) and "use" in authentication:
        authentication = authentication["use"]
    if isinstance(authentication, str):
        authentication = policies.get(authentication)
    return authentication if isinstance(authentication, dict) else None


def _filled_in(arguments: Arguments, given: JsonObject, part: str) -> str:
    value = given.get(part)
    if value is None or isinstance(value, dict | list):
        raise arguments.wrong(f"The {part} of the authentication is missing or no plain value.")
    return plain(value)
