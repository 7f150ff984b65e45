"""Reading the body of a request: bounded before anything is made of it."""

import anyio
from starlette.requests import ClientDisconnect, Request

from api.problems import Problem
from domain.errors import InvalidInput
from domain.json_types import JsonValue
from domain.json_values import parse_json

MOST_DRAINED = 32 * 1024 * 1024
DRAIN_SECONDS = 5.0


async def read_body(request: Request, limit: int) -> bytes:
    """The whole body.

    Raises: Problem 413 when it is longer than ``limit`` bytes, or says that it is, and 400 when the caller hung up.
    """
    too_large = Problem(413, "body-too-large", f"The body has more than {limit:,} bytes.")
    said = request.headers.get("content-length", "")
    if said.isdecimal() and int(said) > limit:
        raise too_large
    body = bytearray()
    try:
        async for chunk in request.stream():
            body += chunk
            if len(body) > limit:
                raise too_large
    except ClientDisconnect:
        raise Problem(400, "no-json", "The body ended before it was complete.") from None
    return bytes(body)


def check_is_json(request: Request) -> None:
    """Refuse a body that is not told to be plain JSON. Raises: Problem 415."""
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type != "application/json" or request.headers.get("content-encoding", "identity") != "identity":
        raise Problem(
            415,
            "unsupported-media-type",
            "Send JSON as it is, uncompressed, with “Content-Type: application/json”.",
            headers={"Accept": "application/json"},
        )


def json_of(body: bytes) -> JsonValue:
    """The JSON value that ``body`` is. Raises: Problem 400 that says where it is not."""
    if not body:
        raise Problem(400, "no-json", "The body is empty.")
    try:
        return parse_json(body.decode("utf-8-sig"), "body")
    except UnicodeDecodeError:
        raise Problem(400, "no-json", "The body is not UTF-8.") from None
    except InvalidInput as error:
        raise Problem(400, "no-json", str(error)) from None


async def drain(request: Request) -> None:
    """Take in what a refused caller still sends, within limits: most read no answer before they have sent all."""
    taken = 0
    with anyio.move_on_after(DRAIN_SECONDS):
        while taken < MOST_DRAINED:
            message = await request.receive()
            taken += len(message.get("body", b""))
            if not message.get("more_body"):
                return
