"""Web app, worker and servers are killed -9 around events and requests that come in: each is started once.

POINTSMAN_STORM=500 makes the storm longer: as many purchases, and half as many requests to the API.
POINTSMAN_STORM_SEED repeats the order of all and of the kills.
"""

import os
import random
import re
import signal
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import psycopg
import pytest
import requests

from cli.parts.application import web_is_ready
from cli.parts.ports import next_free_port
from domain.json_types import JsonObject
from domain.vocabulary import Scope
from runtime.contracts import OPEN_WORKFLOW
from services.create_token import create_token
from tests.chargebee_samples import subscribed
from tests.factories import AUTHOR
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
REQUESTED = "SELECT execution_id FROM pointsman.delivery WHERE source = 'api' AND outcome <> 'DUPLICATE'"

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
        self._post("/webhooks/chargebee", body, auth=(webs.USER, webs.PASSWORD))

    def request(self, number: int, token: str) -> str:
        """Ask the API for a start until it is taken on; its execution id."""
        body: JsonObject = {"entity": {"type": "PRODUCT", "id": INCORPORATION}, "idempotencyKey": f"key_{number}"}
        answer = self._post("/api/v1/starts", body, headers={"Authorization": f"Bearer {token}"})
        return str(answer.json()["executionId"])

    def _post(self, path: str, body: JsonObject, **credentials: Any) -> requests.Response:
        def answered() -> requests.Response | None:
            address = f"http://127.0.0.1:{self.port}{path}"
            try:
                answer = requests.post(address, json=body, timeout=10, **credentials)
            except requests.RequestException:
                return None
            return answer if answer.ok else None

        return eventually(answered, PATIENCE, f"{path} answers {body}")


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


def test_a_storm_with_deaths_of_every_part_starts_each_purchase_and_each_request_once(stack: Stack) -> None:
    chance, web = random.Random(SEED), Web(stack)
    token = create_token("storm", [Scope.START], actor=AUTHOR).secret
    numbers = range(EVENTS)
    asked: list[Callable[[], object]] = [
        *(partial(web.send, bought(number, step)) for number in numbers for step in (0, 1)),
        *(partial(web.request, number, token) for number in numbers[::2]),
    ]
    asked = [each for each in asked for _ in range(chance.randint(1, 5))]
    victims = [*VICTIMS] * ROUNDS
    chance.shuffle(asked)
    chance.shuffle(victims)
    web.start()
    answers = _sent_while_dying(asked, victims, stack, web)
    with psycopg.connect(stack.database_url, autocommit=True) as database:
        _until_calm(database)
        started = Counter(_name(event) for (event,) in database.execute(STARTED))
        told = {str(execution) for (execution,) in database.execute(REQUESTED)}
    wanted = {**{f"ev_{number}": 1 for number in numbers}, **{f"key_{number}": 1 for number in numbers[::2]}}
    assert {name: number for name, number in started.items() if name != "ev_9999"} == wanted, f"seed {SEED}"
    assert {answer for answer in answers if answer is not None} == told
    found = Counter(run.id for run in runs(f'WorkflowType = "{OPEN_WORKFLOW}"'))
    assert (len(found), set(found.values())) == (len(started), {1})


def _sent_while_dying(asked: list[Callable[[], object]], victims: list[str], stack: Stack, web: Web) -> list[object]:
    share = len(asked) // (len(victims) + 1)
    with ThreadPoolExecutor(4) as senders:
        sent = [senders.submit(each) for each in asked]
        for death, victim in enumerate(victims, 1):
            sent[death * share].result()
            stack.kill(victim)
            web.start() if victim == "web" else stack.start(victim)
        return [each.result() for each in sent]


def _name(event: str) -> str:
    """`ev_7` of `ev_7_1/us-incorporation`, `key_7` of `storm/key_7`."""
    found = re.search(r"(ev|key)_\d+", event)
    assert found is not None
    return found[0]


def _until_calm(database: psycopg.Connection) -> None:
    eventually(lambda: database.execute(UNSETTLED).fetchone() == (0,), PATIENCE, f"calm (seed {SEED})")
