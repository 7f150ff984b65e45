"""One run from start to end, for a caller that waits: events sent, people answered, cancelled by Ctrl-C."""

import asyncio
import contextlib
import signal
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta

from temporalio.client import WorkflowQueryFailedError
from temporalio.service import RPCError

from domain.errors import InvalidInput, RuntimeRefused
from domain.json_types import JsonObject
from domain.vocabulary import RuntimeStatus
from runtime.contracts import OpenTask, RunState, TaskCompletion
from runtime.trying.order import Ending, Order, Tried
from runtime.trying.trials import Trial, trials

GRACE = timedelta(seconds=5)
"""How long sub-workflows that nobody waits for may go on after the run that started them."""
_SHORTEST_PAUSE, _LONGEST_PAUSE = 0.1, 1.0


def try_out(order: Order, address: str, namespace: str, say: Callable[[str], None]) -> Tried:
    """Run to the end on the Temporal at ``address``; ``say`` is told what a person should know meanwhile.

    Raises: TemporalAway; InvalidInput when an answer was refused and no other is left.
    """
    return asyncio.run(_tried(order, address, namespace, say))


async def _tried(order: Order, address: str, namespace: str, say: Callable[[str], None]) -> Tried:
    async with trials(address, namespace) as there:
        trial = await there.start(order.definition, order.input, order.others, limit=order.limit)
        with _cancelled_by_signals(trial, say):
            for event in order.events:
                await trial.send(event)
            ending = await _answered(trial, order, say)
            state = await _state(trial)
            regular = ending.status in (RuntimeStatus.COMPLETED, RuntimeStatus.FAILED)
            await _ended(trial.family()[1:], GRACE if regular else timedelta(0), say)
        return Tried(ending, state)


async def _answered(trial: Trial, order: Order, say: Callable[[str], None]) -> Ending:
    """Answer for people until the run has ended."""
    ending = asyncio.create_task(trial.ending())
    people = asyncio.create_task(_answer(trial, order, say))
    await asyncio.wait([ending, people], return_when=asyncio.FIRST_COMPLETED)
    if not ending.done():
        await trial.handle.cancel()
    await ending
    people.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await people
    return ending.result()


async def _answer(trial: Trial, order: Order, say: Callable[[str], None]) -> None:
    left = {reference: list(answers) for reference, answers in order.answers.items()}
    told: set[tuple[str, str, int]] = set()
    pause = _SHORTEST_PAUSE
    while True:
        await asyncio.sleep(pause)
        pause = min(pause * 1.5, _LONGEST_PAUSE)
        for member in trial.family():
            for task in (await _state(member)).open_tasks:
                key = (member.execution_id, task.reference, task.visit)
                if answers := left.get(task.reference):
                    await _complete(member, task, answers, say)
                elif key not in told:
                    told.add(key)
                    say(f"“{task.title}” waits for a person; --complete {task.reference}=FILE completes it.")


async def _state(member: Trial) -> RunState:
    """Nothing while the run is busy, not there yet, or was ended before it began."""
    with contextlib.suppress(RPCError, WorkflowQueryFailedError):
        return await member.state()
    return RunState([], [])


async def _complete(member: Trial, task: OpenTask, answers: list[JsonObject], say: Callable[[str], None]) -> None:
    answer = answers.pop(0)
    try:
        await member.complete(TaskCompletion(task.reference, answer, task.visit))
    except RuntimeRefused as refused:
        if not answers:
            raise InvalidInput(f"--complete {task.reference}", str(refused)) from None
        say(f"--complete {task.reference}: {refused}")


async def _ended(children: Sequence[Trial], grace: timedelta, say: Callable[[str], None]) -> None:
    """Give sub-workflows that nobody waits for some time, as their worker ends with this run."""
    endings = {asyncio.create_task(_over(child)): child for child in children}
    _, running = await asyncio.wait(endings, timeout=grace.total_seconds() + 0.1) if endings else ((), ())
    for ending in running:
        ending.cancel()
        say(f"The sub-workflow {endings[ending].execution_id} was terminated: nobody waits for it any more.")
        await endings[ending].handle.terminate("The run that started it was a trial, and has ended.")


async def _over(child: Trial) -> None:
    with contextlib.suppress(RPCError):  # it was never started
        await child.ending()


@contextmanager
def _cancelled_by_signals(trial: Trial, say: Callable[[str], None]) -> Iterator[None]:
    """The first Ctrl-C or SIGTERM cancels the run, the next terminates it."""
    loop, asked = asyncio.get_running_loop(), list[asyncio.Task[None]]()

    def stop() -> None:
        if not asked:
            say("Cancelling the run … (Ctrl-C once more terminates it)")
        ask: Callable[[], Awaitable[None]] = trial.handle.terminate if asked else trial.handle.cancel
        asked.append(asyncio.create_task(_asked(ask)))

    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop)
    try:
        yield
    finally:
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.remove_signal_handler(number)


async def _asked(ask: Callable[[], Awaitable[None]]) -> None:
    with contextlib.suppress(RPCError):  # it has ended meanwhile
        await ask()
