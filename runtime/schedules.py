"""The Temporal Schedules of dispatching, of start jobs and of sweeping, one set for each task queue."""

from dataclasses import replace
from datetime import timedelta

from temporalio.client import (
    Client,
    Schedule,
    ScheduleActionStartWorkflow,
    ScheduleAlreadyRunningError,
    ScheduleIntervalSpec,
    ScheduleOverlapPolicy,
    SchedulePolicy,
    ScheduleSpec,
    ScheduleUpdate,
    ScheduleUpdateInput,
)

from runtime.contracts import (
    DISPATCH_STARTS,
    HOUSEKEEPING,
    PROCESS_EVENTS,
    RUN_START_JOBS,
    SWEEP_CLOSED,
    SWEEP_STALE,
)

INTERVALS = {
    DISPATCH_STARTS: timedelta(seconds=5),
    PROCESS_EVENTS: timedelta(seconds=5),
    RUN_START_JOBS: timedelta(seconds=5),
    SWEEP_CLOSED: timedelta(seconds=15),
    SWEEP_STALE: timedelta(seconds=60),
}


async def ensure_schedules(client: Client, task_queue: str) -> None:
    """Create or bring up to date the schedules of a task queue; a paused one stays paused."""
    for activity, interval in INTERVALS.items():
        schedule = _schedule(activity, interval, task_queue)
        identity = f"{task_queue}-{activity}"
        try:
            await client.create_schedule(identity, schedule)
        except ScheduleAlreadyRunningError:
            await _update(client, identity, schedule)


async def _update(client: Client, identity: str, wanted: Schedule) -> None:
    def changed(found: ScheduleUpdateInput) -> ScheduleUpdate:
        return ScheduleUpdate(replace(wanted, state=found.description.schedule.state))

    await client.get_schedule_handle(identity).update(changed)


def _schedule(activity: str, interval: timedelta, task_queue: str) -> Schedule:
    return Schedule(
        action=ScheduleActionStartWorkflow(
            HOUSEKEEPING,
            activity,
            id=f"{task_queue}-{activity}",
            task_queue=task_queue,
            execution_timeout=timedelta(minutes=5),
        ),
        spec=ScheduleSpec(intervals=[ScheduleIntervalSpec(every=interval)]),
        policy=SchedulePolicy(overlap=ScheduleOverlapPolicy.SKIP, catchup_window=timedelta(seconds=10)),
    )
