"""A stream of events while every part is killed at random: each event becomes one execution and one run.

POINTSMAN_STORM=500 makes the storm longer, POINTSMAN_STORM_SEED repeats the order of events and kills.
"""

import os
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import psycopg
import pytest
from temporalio.client import WorkflowExecution, WorkflowExecutionStatus

from runtime.contracts import OPEN_WORKFLOW
from tests.faults.killing import taker
from tests.faults.killing.facts import eventually, runs
from tests.faults.killing.products import INCORPORATION, offer_incorporation
from tests.faults.killing.stack import Stack, running_stack

EVENTS = int(os.environ.get("POINTSMAN_STORM", "60"))
SEED = int(os.environ.get("POINTSMAN_STORM_SEED", random.randrange(1_000_000)))
TAKERS, THREADS = 2, 2
SERVERS = ("postgres", "temporal", "worker")
SERVERS_DIE = max(2, EVENTS // 50)
TAKERS_DIE = max(1, EVENTS // 100)
PATIENCE = 180.0 + EVENTS
UNSETTLED = """
    SELECT count(*) FROM "WorkflowExecution" e JOIN pointsman.execution_run r ON r.execution_id = e.id
    WHERE e.status <> 'COMPLETED' OR r.next_attempt_at IS NOT NULL
"""

pytestmark = pytest.mark.timeout(2 * PATIENCE)


@dataclass
class Taker:
    """A process that takes events, started again with what it has no receipt for whenever it was killed."""

    stack: Stack
    name: str
    plan: taker.Plan

    def receipts(self) -> list[tuple[str, str]]:
        """An event and its execution each; one per copy that was sent."""
        lines = Path(self.plan.receipts).read_text().splitlines()
        return [(event, execution) for event, execution in map(str.split, lines)]

    def start(self) -> None:
        """Start it, with the copies that have no receipt."""
        rest = Counter(self.plan.events) - Counter(event for event, _ in self.receipts())
        plan = replace(self.plan, events=tuple(rest.elements()))
        self.stack.run(self.name, taker.MODULE, plan.argument())

    def has_all(self) -> bool:
        """Whether all is taken. Raises: AssertionError when it ended on its own before."""
        code = self.stack.children[self.name].process.poll()
        assert code in {None, 0}, f"{self.name} failed"
        return code == 0


@dataclass(frozen=True)
class Aftermath:
    """All that is known once the storm is over and everything has come to rest."""

    sent: Counter[str]
    receipts: list[tuple[str, str]]
    rows: list[tuple[str, str, str, str]]
    duplicates: int
    runs: list[WorkflowExecution]


@pytest.fixture(scope="module")
def aftermath(scratch: Path) -> Iterator[Aftermath]:
    with running_stack(scratch / "storm") as stack, stack.configured():
        offer_incorporation()
        stack.start("worker")
        takers = _takers(stack)
        _storm(stack, takers)
        with psycopg.connect(stack.database_url, autocommit=True) as database:
            eventually(lambda: database.execute(UNSETTLED).fetchone() == (0,), PATIENCE, f"calm (seed {SEED})")
            eventually(_all_closed, PATIENCE, f"every run closed (seed {SEED})")
            yield _look(database, takers)


def _all_closed() -> bool:
    """A worker that dies between reporting the end of a run and ending it leaves that to the next one."""
    return all(run.close_time for run in runs(f'WorkflowType = "{OPEN_WORKFLOW}"'))


def _takers(stack: Stack) -> list[Taker]:
    """Every event one to three times, in any order, dealt to the takers."""
    deck = random.Random(SEED)
    copies = [f"ev_{number:03}" for number in range(EVENTS) for _ in range(deck.randint(1, 3))]
    deck.shuffle(copies)
    found = []
    for number in range(TAKERS):
        receipts = stack.directory / f"receipts-{number}.txt"
        receipts.touch()
        plan = taker.Plan(tuple(copies[number::TAKERS]), str(receipts), INCORPORATION, THREADS, pause=0.2)
        found.append(Taker(stack, f"taker-{number}", plan))
    return found


def _storm(stack: Stack, takers: list[Taker]) -> None:
    """Kill a part whenever a few more events were taken, until all are and every part died as often as wanted."""
    dice = random.Random(SEED)
    victims = [*SERVERS] * SERVERS_DIE + [one.name for one in takers] * TAKERS_DIE
    dice.shuffle(victims)
    total = sum(len(one.plan.events) for one in takers)
    moments = sorted(dice.sample(range(1, total), len(victims)))
    for one in takers:
        one.start()
    for moment, victim in zip(moments, victims, strict=True):
        _once_taken(takers, moment)
        stack.kill(victim)
        _raise_again(stack, takers, victim)
    eventually(lambda: all(one.has_all() for one in takers), PATIENCE, f"{total} receipts (seed {SEED})")


def _once_taken(takers: list[Taker], count: int) -> None:
    def taken() -> bool:
        return sum(len(one.receipts()) for one in takers) >= count

    eventually(taken, PATIENCE, f"{count} receipts (seed {SEED})")


def _raise_again(stack: Stack, takers: list[Taker], name: str) -> None:
    if name in SERVERS:
        stack.start(name)
    else:
        next(one for one in takers if one.name == name).start()


def _look(database: psycopg.Connection, takers: list[Taker]) -> Aftermath:
    rows = database.execute(
        """
        SELECT d.source_event_id, d.outcome::text, e.id, e.status::text
        FROM "WorkflowExecution" e FULL JOIN pointsman.delivery d ON d.execution_id = e.id
        WHERE d.outcome IS DISTINCT FROM 'DUPLICATE'
        """
    )
    duplicates = database.execute("SELECT FROM pointsman.delivery WHERE outcome = 'DUPLICATE'")
    return Aftermath(
        sent=Counter(event for one in takers for event in one.plan.events),
        receipts=[receipt for one in takers for receipt in one.receipts()],
        rows=rows.fetchall(),
        duplicates=duplicates.rowcount,
        runs=runs(f'WorkflowType = "{OPEN_WORKFLOW}"'),
    )


def test_each_event_is_one_delivery_that_started_one_execution(aftermath: Aftermath) -> None:
    assert Counter(event for event, *_ in aftermath.rows) == Counter(dict.fromkeys(aftermath.sent, 1))
    assert {outcome for _, outcome, *_ in aftermath.rows} == {"STARTED"}
    assert len({execution for _, _, execution, _ in aftermath.rows}) == EVENTS


def test_each_execution_completed(aftermath: Aftermath) -> None:
    assert Counter(status for *_, status in aftermath.rows) == {"COMPLETED": EVENTS}


def test_each_execution_is_one_run_on_temporal_and_there_is_no_other_run(aftermath: Aftermath) -> None:
    assert sorted(run.id for run in aftermath.runs) == sorted(row[2] for row in aftermath.rows)
    assert {run.status for run in aftermath.runs} == {WorkflowExecutionStatus.COMPLETED}


def test_every_sender_was_told_the_execution_of_its_event(aftermath: Aftermath) -> None:
    true = {(event, execution) for event, _, execution, _ in aftermath.rows}
    assert Counter(event for event, _ in aftermath.receipts) == aftermath.sent
    assert set(aftermath.receipts) == true


def test_every_further_copy_is_a_delivery_that_started_nothing(aftermath: Aftermath) -> None:
    assert aftermath.duplicates >= aftermath.sent.total() - EVENTS
