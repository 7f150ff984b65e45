"""Dispatching, start jobs and sweeping, which Temporal Schedules start."""

from time import monotonic

from temporalio import activity

from runtime.activities.beating import beating
from runtime.activities.refusals import told
from runtime.contracts import DISPATCH_STARTS, PROCESS_EVENTS, RUN_START_JOBS, SWEEP_CLOSED, SWEEP_STALE
from services import dispatch_retries as retrying
from services import dispatch_starts as dispatching
from services import process_inbound_events as processing
from services import run_jobs as listing
from services import sweep_executions as sweeping


@activity.defn(name=DISPATCH_STARTS)
def dispatch_starts() -> int:
    """Start executions that are due until none is, or for a minute, and retries; gives how many were tried."""
    deadline, total = monotonic() + 60, 0
    with told(), beating():
        total += retrying.dispatch_retries()
        while monotonic() < deadline and (tried := dispatching.dispatch_starts()):
            total += tried
    return total


@activity.defn(name=RUN_START_JOBS)
def run_start_jobs() -> int:
    """Start rows of open jobs; gives how many were tried."""
    with told(), beating():
        return listing.run_jobs()


@activity.defn(name=PROCESS_EVENTS)
def process_events() -> int:
    """Make deliveries of events that their first process did not finish; gives how many were taken on."""
    with told(), beating():
        return processing.process_inbound_events()


@activity.defn(name=SWEEP_CLOSED)
def sweep_closed() -> int:
    """Bring home what Temporal says of workflows that closed lately."""
    with told(), beating():
        return sweeping.sweep_closed()


@activity.defn(name=SWEEP_STALE)
def sweep_stale() -> int:
    """Look after executions that were not observed for long."""
    with told(), beating():
        return sweeping.sweep_stale()
