"""Running several things at once, and not for ever: cancellation reaches every part, order is the same on replay."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Coroutine, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any, TypeVar

from temporalio import workflow
from temporalio.exceptions import FailureError, is_cancelled_exception

from domain.faults import FaultKind, fault

_Value = TypeVar("_Value")


async def together(parts: Sequence[Coroutine[Any, Any, _Value]]) -> list[_Value]:
    """Run all parts and give their results in order; the first failure cancels the others and is raised."""
    tasks = [asyncio.create_task(part) for part in parts]
    try:
        if tasks:
            await workflow.wait(tasks, return_when=asyncio.FIRST_EXCEPTION)
        _raise_first(tasks)
    except (Exception, asyncio.CancelledError):  # not GeneratorExit: an evicted run must not await any more
        await _cancel(tasks)
        raise
    return [task.result() for task in tasks]


async def first_of(parts: Sequence[Coroutine[Any, Any, _Value]]) -> _Value:
    """Run all parts, give the result (or the failure) of the one that ends first, and cancel the others."""
    tasks = [asyncio.create_task(part) for part in parts]
    try:
        await workflow.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    except asyncio.CancelledError:
        await _cancel(tasks)
        raise
    winner = next(task for task in tasks if task.done())
    await _cancel(tasks)
    return winner.result()


def _raise_first(tasks: Sequence[asyncio.Task[_Value]]) -> None:
    for task in tasks:
        if task.done():
            task.result()


async def _cancel(tasks: Sequence[asyncio.Task[_Value]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


@asynccontextmanager
async def at_most(limit: timedelta | None, what: str, reference: str) -> AsyncIterator[None]:
    """Interrupt the body after ``limit``. Raises: Fault of the standard type *timeout*."""
    if limit is None:
        yield
        return
    clock = asyncio.timeout(limit.total_seconds())
    try:
        async with clock:
            yield
    except TimeoutError:
        if clock.expired():
            raise fault(FaultKind.TIMEOUT, reference, f"{what} took longer than {limit}.") from None
        raise


async def outcome(call: Awaitable[_Value]) -> _Value:
    """Await an activity or child; when it ends because *this* task is cancelled, that is a cancellation here too."""
    try:
        return await call
    except FailureError as error:
        current = asyncio.current_task()
        if is_cancelled_exception(error) and current is not None and current.cancelling():
            raise asyncio.CancelledError from error
        raise
