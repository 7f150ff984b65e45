"""Steps that say which tasks should have run, how often, in which order, and how long."""

import dataclasses
from datetime import datetime

from domain.durations import parse_duration
from runtime.contracts import RunState, TaskStatus
from tests.conformance.comparing import check_members, check_same, parsed
from tests.conformance.steps import QUOTED, TASK, Untold, step
from tests.conformance.world import World

ENDS = {"complete": TaskStatus.COMPLETED, "fault": TaskStatus.FAULTED, "cancel": TaskStatus.CANCELLED}
CLOSE = 0.002
"""Seconds by which a timer may differ from what was asked: it is set a moment later than its deadline was fixed."""


@step(f"{TASK} should run first")
async def runs_first(world: World, task: str) -> None:
    names = [each.name for each in await world.tasks()]
    assert names[:1] == [task], f"the tasks ran as {names}"


@step(f"{TASK} should run last")
async def runs_last(world: World, task: str) -> None:
    names = [each.name for each in await world.tasks()]
    assert names[-1:] == [task], f"the tasks ran as {names}"


@step(f"{TASK} should run (before|after) {TASK}")
async def runs_beside(world: World, task: str, where: str, other: str) -> None:
    names = [each.name for each in await world.tasks()]
    assert task in names, f"the tasks ran as {names}"
    assert other in names, f"the tasks ran as {names}"
    assert (names.index(task) < names.index(other)) is (where == "before"), f"the tasks ran as {names}"


@step(f"{TASK} should (complete|fault|cancel)")
async def ends_as(world: World, task: str, how: str) -> None:
    statuses = {each.status for each in await world.visits(task)}
    assert statuses == {ENDS[how]}, f"{task} ended as {sorted(statuses)}"


@step(f"{TASK} should not run")
async def does_not_run(world: World, task: str) -> None:
    assert not await world.visits(task), f"{task} ran"


@step(rf"{TASK} should run (\d+) times")
async def runs_often(world: World, task: str, count: str) -> None:
    visits = await world.visits(task)
    assert len(visits) == int(count), f"{task} ran {len(visits)} times"


@step(rf"{TASK} should have (\d+) attempts")
async def has_attempts(world: World, task: str, count: str) -> None:
    assert (await world.visit(task)).attempts == int(count), f"it had {(await world.visit(task)).attempts}"


@step("the tasks should have run as:")
async def ran_as(world: World, doc: str) -> None:
    """Exactly these visits in the order in which they began: name and status on each line."""
    expected = [line.split() for line in doc.splitlines() if line.strip()]
    check_same([[each.name, each.status.lower()] for each in await world.tasks()], expected, "the trace")


@step(f"the reference of {TASK} should be {QUOTED}")
async def has_reference(world: World, task: str, reference: str) -> None:
    assert (await world.visit(task)).reference == reference, f"it is {(await world.visit(task)).reference}"


@step(rf"{TASK} should take (at least|at most) (\S+) seconds")
async def takes(world: World, task: str, bound: str, seconds: str) -> None:
    visit = await world.visit(task)
    ended = datetime.fromisoformat(visit.ended_at or "")
    took = (ended - datetime.fromisoformat(visit.started_at)).total_seconds()
    assert took >= float(seconds) if bound == "at least" else took <= float(seconds), f"{task} took {took} s"


@step("the timers should have been:")
async def timers_were(world: World, doc: str) -> None:
    """Exactly these durations, in order, as the run asked Temporal for them."""
    _check_close(await _all_timers(world), [parse_duration(each).total_seconds() for each in parsed(doc)])


@step(f"the first timer is {QUOTED}")
async def first_timer_is(world: World, duration: str) -> None:
    """While it runs: nobody has to wait that long."""
    _check_close((await world.first_timer())[:1], [parse_duration(parsed(duration)).total_seconds()])


@step("the timers should have differed")
async def timers_differ(world: World) -> None:
    timers = await _all_timers(world)
    assert len(set(timers)) > 1, f"the timers were {timers}"


@step("no timers should have been set")
async def no_timers(world: World) -> None:
    _check_close(await _all_timers(world), [])


@step(f"every timer should have been between {QUOTED} and {QUOTED}")
async def timers_between(world: World, least: str, most: str) -> None:
    timers = await _all_timers(world)
    low, high = (parse_duration(each).total_seconds() for each in (least, most))
    assert timers, "there was no timer"
    assert all(low - CLOSE <= each <= high + CLOSE for each in timers), f"the timers were {timers}"


@step(r"(\d+) events should be unread")
async def unread(world: World, count: str) -> None:
    await world.until(lambda state: state.unread_events == int(count), f"{count} events are unread")


@step("these human tasks are open:")
async def open_tasks(world: World, doc: str) -> None:
    """In this order, each with at least these members."""
    expected = parsed(doc)

    def holds(state: RunState) -> bool:
        return len(state.open_tasks) == len(expected)

    await world.until(holds, f"{len(expected)} human tasks are open")
    for task, members in zip((await world.trial.state()).open_tasks, expected, strict=True):
        check_members(dataclasses.asdict(task), members, "the open task")


@step("no human task is open")
async def none_open(world: World) -> None:
    await world.until(lambda state: not state.open_tasks, "no human task is open")


@step(rf"{QUOTED} should have been asked (\d+) times")
async def asked(world: World, path: str, count: str) -> None:
    found = world.stand_in.asked[path]
    assert found == int(count), f"it was asked {found} times"


@step(f"{QUOTED} should have been asked with the header {TASK} {QUOTED}")
async def asked_with(world: World, path: str, name: str, value: str) -> None:
    await world.ending()
    sent = [headers.get(name) for headers in world.stand_in.headers[path]]
    assert value in sent, f"it was asked with {sent}"


async def _all_timers(world: World) -> list[float]:
    if world.history_limit is not None:
        raise Untold("a run that continues as new has its timers in many histories")
    await world.ending()
    return await world.timers()


def _check_close(timers: list[float], expected: list[float]) -> None:
    alike = len(timers) == len(expected) and all(
        abs(timer - wanted) <= max(CLOSE, wanted * 0.01) for timer, wanted in zip(timers, expected, strict=True)
    )
    assert alike, f"the timers were {timers}, not {expected}"
