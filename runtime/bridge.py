"""The one background event loop of a process, which carries the Temporal client for synchronous callers."""

import atexit
from collections.abc import Awaitable, Callable
from datetime import timedelta
from functools import cache
from typing import TypeVar

from anyio.from_thread import BlockingPortal, start_blocking_portal
from temporalio.client import Client, WorkflowUpdateRPCTimeoutOrCancelledError
from temporalio.service import RPCError, RPCStatusCode

from domain.errors import TemporalAway, WorkerAway
from domain.settings import get_settings

RPC_TIMEOUT = timedelta(seconds=5)
_AWAY = {
    RPCStatusCode.UNAVAILABLE,
    RPCStatusCode.DEADLINE_EXCEEDED,
    RPCStatusCode.CANCELLED,
    RPCStatusCode.RESOURCE_EXHAUSTED,
    RPCStatusCode.INTERNAL,
    RPCStatusCode.ABORTED,
}
_TOO_LARGE = "larger than max"
"""What gRPC says, as RESOURCE_EXHAUSTED, of a message that no repetition will make smaller."""
_TIMED_OUT = "Timeout expired"
"""What gRPC says, as CANCELLED, where the client noticed the deadline before the server did."""
_Result = TypeVar("_Result")


def call(ask: Callable[[Client], Awaitable[_Result]]) -> _Result:
    """Run ``ask`` on the background loop with the configured client and wait for its answer.

    Raises: TemporalAway when Temporal cannot be reached or does not answer; RPCError when it refuses.
    """
    settings = get_settings()
    if not settings.temporal_address:
        raise TemporalAway("POINTSMAN_TEMPORAL_ADDRESS is not set")

    async def asked(address: str) -> _Result:
        return await ask(await _client(address, settings.temporal_namespace))

    try:
        return _portal().call(asked, settings.temporal_address)
    except RPCError as error:
        if is_away(error):
            raise TemporalAway(error.message) from error
        raise


def is_away(error: RPCError) -> bool:
    """Whether the error says that Temporal cannot be reached now, and nothing against the request itself."""
    return error.status in _AWAY and _TOO_LARGE not in error.message


def with_worker(ask: Callable[[], _Result]) -> _Result:
    """Temporal waits for the worker's answer, so a deadline here means that no worker answered. Raises: WorkerAway."""
    try:
        return ask()
    except WorkflowUpdateRPCTimeoutOrCancelledError as error:
        raise WorkerAway(str(error)) from error
    except TemporalAway as error:
        if is_late(error):
            raise WorkerAway(error.detail) from error
        raise


def is_late(error: TemporalAway) -> bool:
    """Whether Temporal was reached, and did not answer in time."""
    cause = error.__cause__
    return isinstance(cause, RPCError) and (
        cause.status is RPCStatusCode.DEADLINE_EXCEEDED
        or (cause.status is RPCStatusCode.CANCELLED and _TIMED_OUT in cause.message)
    )


_clients: dict[tuple[str, str], Client] = {}


async def _client(address: str, namespace: str) -> Client:
    found = _clients.get((address, namespace))
    if found is None:
        found = _clients[address, namespace] = await _connect(address, namespace)
    return found


async def _connect(address: str, namespace: str) -> Client:
    try:
        return await Client.connect(address, namespace=namespace)
    except RuntimeError as error:  # the SDK's only error for "no connection"
        raise TemporalAway(str(error)) from error


@cache
def _portal() -> BlockingPortal:
    manager = start_blocking_portal()
    portal = manager.__enter__()
    atexit.register(manager.__exit__, None, None, None)
    return portal
