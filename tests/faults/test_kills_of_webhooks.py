"""Web app, worker and servers are killed -9 around the events that come in: each purchase starts once.

POINTSMAN_STORM=500 makes the storm longer, POINTSMAN_STORM_SEED repeats the order of events and kills.
"""

import os
import random
import signal
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest
import requests

from cli.parts.application import web_is_ready
from cli.parts.ports import next_free_port
from domain.json_types import JsonObject
from runtime.contracts import OPEN_WORKFLOW
from tests.chargebee_samples import subscribed
from tests.faults.killing import webs
from tests.faults.killing.facts import eventually, runs
from tests.faults.killing.products import INCORPORATION, offer_incorporation
from tests.faults.killing.stack import Stack, running_stack

EVENTS = int(os.environ.get("POINTSMAN_STORM", "40"))
SEED = int(os.environ.get("POINTSMAN_STORM_SEED", random.randrange(1_000_000)))
VICTIMS = ("web", "worker", "postgres", "temporal")
ROUNDS = max(1, EVENTS // 100)
PATIENCE = 120.0 + EVENTS
UNSETTLED = """
    SELECT (SELECT count(*) FROM pointsman.inbound_event WHERE done_at IS NULL)
         + (SELECT count(*) FROM "WorkflowExecution" WHERE status <> 'COMPLETED')"""
STARTED = """
    SELECT d.source_event_id FROM pointsman.delivery d JOIN pointsman.execution_run r ON r.delivery_id = d.id"""

pytestmark = pytest.mark.timeout(2 * PATIENCE)


@pytest.fixture(scope="module")
def stack(scratch: Path) -> Iterator[Stack]:
    with running_stack(scratch / "webhooks") as stack, stack.configured():
        offer_incorporation()
        stack.start("worker")
        yield stack


@pytest.fixture(autouse=True)
def configured(stack: Stack, own_settings: None) -> Iterator[None]:
    with stack.configured():
        yield


class Web:
    """The web app on a port of its own, which it has again after each death."""

    def __init__(self, stack: Stack) -> None:
        self.stack, self.port = stack, next_free_port("127.0.0.1", random.randrange(20_000, 30_000))

    def start(self, *rigged: str) -> None:
        """Start it, and wait until it serves."""
        child = self.stack.run("web", webs.MODULE, str(self.port), *rigged)
        child.wait_until(lambda: web_is_ready("127.0.0.1", self.port), 60, pause=0.1)

    def send(self, body: JsonObject) -> None:
        """Send an event until it is answered with 200, as Chargebee does, though not after minutes."""

        def answered() -> bool:
            address = f"http://127.0.0.1:{self.port}/webhooks/chargebee"
            try:
                return requests.post(address, json=body, auth=(webs.USER, webs.PASSWORD), timeout=10).ok
            except requests.RequestException:
                return False

        eventually(answered, PATIENCE, f"{body['id']} is answered")


def bought(number: int, step: int = 0) -> JsonObject:
    """A subscription created (step 0), then activated: one purchase."""
    kind = ("subscription_created", "subscription_activated")[step]
    subscription = f"sub_{number}"
    return subscribed(
        f"ev_{number}_{step}", [INCORPORATION], subscription_id=subscription, version=step + 1, event_type=kind
    )


def test_an_event_answered_by_a_process_that_then_died_is_started_by_the_dispatcher(stack: Stack) -> None:
    web = Web(stack)
    web.start(webs.DIES)
    web.send(bought(9_999))
    assert stack.children["web"].process.wait(30) == -signal.SIGKILL
    with psycopg.connect(stack.database_url, autocommit=True) as database:
        assert database.execute("SELECT count(*) FROM pointsman.delivery").fetchone() == (0,)
        _until_calm(database)
        assert database.execute(STARTED).fetchall() == [(f"ev_9999_0/{INCORPORATION}",)]


def test_a_storm_of_events_with_deaths_of_every_part_starts_each_purchase_once(stack: Stack) -> None:
    chance, web = random.Random(SEED), Web(stack)
    bodies = [bought(number, step) for number in range(EVENTS) for step in (0, 1) for _ in range(chance.randint(1, 5))]
    victims = [*VICTIMS] * ROUNDS
    chance.shuffle(bodies)
    chance.shuffle(victims)
    web.start()
    share = len(bodies) // (len(victims) + 1)
    with ThreadPoolExecutor(4) as senders:
        sent = [senders.submit(web.send, body) for body in bodies]
        for death, victim in enumerate(victims, 1):
            sent[death * share].result()
            stack.kill(victim)
            web.start() if victim == "web" else stack.start(victim)
        for each in sent:
            each.result()
    with psycopg.connect(stack.database_url, autocommit=True) as database:
        _until_calm(database)
        started = Counter(event.split("_")[1] for (event,) in database.execute(STARTED))
    assert {name: number for name, number in started.items() if name != "9999"} == {
        str(number): 1 for number in range(EVENTS)
    }, f"seed {SEED}"
    found = Counter(run.id for run in runs(f'WorkflowType = "{OPEN_WORKFLOW}"'))
    assert (len(found), set(found.values())) == (len(started), {1})


def _until_calm(database: psycopg.Connection) -> None:
    eventually(lambda: database.execute(UNSETTLED).fetchone() == (0,), PATIENCE, f"calm (seed {SEED})")
