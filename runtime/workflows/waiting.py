"""Running several things at once, and not for ever: cancellation reaches every part, order is the same on replay."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Any, TypeVar

from temporalio import workflow
from temporalio.exceptions import FailureError, is_cancelled_exception

from domain.faults import Fault, FaultKind, fault
from domain.json_types import JsonValue
from runtime.workflows.moments import now
from runtime.workflows.parking import Parked, Parking
from runtime.workflows.run import EndWorkflow, Notes

Part = Callable[[], Coroutine[Any, Any, JsonValue]]
_Value = TypeVar("_Value")


async def together(parts: Sequence[Coroutine[Any, Any, _Value]]) -> list[_Value]:
    """Run all parts and give their results in order; the first failure cancels the others and is raised.

    Once a part has parked, the others run on until each has parked or ended. Raises: Parked.
    """
    tasks = [asyncio.create_task(part) for part in parts]
    try:
        await _until(tasks, asyncio.FIRST_EXCEPTION)
        _raise_first(tasks)
    except (Exception, asyncio.CancelledError):  # not GeneratorExit: an evicted run must not await any more
        await _cancel(tasks)
        raise
    return [task.result() for task in tasks]


async def first_of(parts: Sequence[Coroutine[Any, Any, _Value]]) -> _Value:
    """Run all parts, give the result (or the failure) of the one that ends first, and cancel the others.

    Raises: Parked, when a part has parked and all stand still.
    """
    tasks = [asyncio.create_task(part) for part in parts]
    try:
        await _until(tasks, asyncio.FIRST_COMPLETED)
    except (Parked, asyncio.CancelledError):
        await _cancel(tasks)
        raise
    winner = next(task for task in tasks if task.done())
    await _cancel(tasks)
    return winner.result()


async def _until(tasks: Sequence[asyncio.Task[_Value]], return_when: str) -> None:
    if tasks:
        await workflow.wait(tasks, return_when=return_when)
    if any(_has_parked(task) for task in tasks):
        await workflow.wait(tasks)
        raise Parked


def _has_parked(task: asyncio.Task[_Value]) -> bool:
    return task.done() and not task.cancelled() and isinstance(task.exception(), Parked)


def _raise_first(tasks: Sequence[asyncio.Task[_Value]]) -> None:
    for task in tasks:
        if task.done():
            task.result()


async def _cancel(tasks: Sequence[asyncio.Task[_Value]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def recorded(notes: Notes, part: Part) -> JsonValue:
    """Run one of several parts; how it ended stays in its notes, in case the others park. Raises: as the part does.

    Where one stood that failed stays as well, in case it is retried.
    """
    if "fault" in notes:
        raise Fault(notes["fault"])
    if "end" in notes:
        raise EndWorkflow(notes["end"])
    if "output" in notes:
        return notes["output"]  # type: ignore[no-any-return]
    try:
        notes["output"] = await part()
    except Fault as raised:
        notes["fault"] = raised.error
        raise
    except EndWorkflow as ended:
        notes["end"] = ended.output
        raise
    finally:
        if notes.keys() & {"end", "output"}:
            notes.pop("inside", None)
    return notes["output"]  # type: ignore[no-any-return]


async def pause(parking: Parking, duration: timedelta, notes: Notes, summary: str) -> None:
    """Sleep until ``duration`` after the first call with these notes. Raises: Parked."""
    left = time_left(duration, notes)
    with parking.place():
        await workflow.sleep(left or timedelta(), summary=summary)


def time_left(limit: timedelta | None, notes: Notes) -> timedelta | None:
    """What is left of a limit that began to run when these notes were asked first."""
    if limit is None:
        return None
    if "until" not in notes:
        notes["until"] = (now() + limit).isoformat()
        return limit
    return max(datetime.fromisoformat(notes["until"]) - now(), timedelta())


@asynccontextmanager
async def at_most(limit: timedelta | None, left: timedelta | None, what: str, reference: str) -> AsyncIterator[None]:
    """Interrupt the body when ``left`` of ``limit`` is over. Raises: Fault of the standard type *timeout*."""
    if left is None:
        yield
        return
    clock = asyncio.timeout(left.total_seconds())
    try:
        async with clock:
            yield
    except TimeoutError:
        if clock.expired():
            raise fault(FaultKind.TIMEOUT, reference, f"{what} took longer than {limit}.") from None
        raise


async def outcome(call: Awaitable[_Value]) -> _Value:
    """Await an activity or child; when it ends because *this* task is cancelled, that is a cancellation here too.

    So it is when the call succeeds in the very moment of the cancellation, which the SDK then forgets.
    """
    current = asyncio.current_task()
    before = current.cancelling() if current is not None else 0
    try:
        result = await call
    except FailureError as error:
        if is_cancelled_exception(error) and current is not None and current.cancelling() > before:
            raise asyncio.CancelledError from error
        raise
    if current is not None and current.cancelling() > before:
        raise asyncio.CancelledError
    return result
