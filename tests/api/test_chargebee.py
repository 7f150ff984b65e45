"""The webhook as Chargebee meets it: a real server, the bodies that it sends, and those that it never would."""

import json
import random
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
import requests
from psycopg.rows import scalar_row
from starlette.applications import Starlette

from api import chargebee
from api.bodies import DRAIN_SECONDS
from domain.json_types import JsonObject
from domain.settings import forget_settings
from tests.api.serving import served
from tests.chargebee_samples import CHARGE, PLAN, SEATS, invoiced, subscribed
from tests.factories import make_active, make_link, make_template
from tests.faults.killing.facts import eventually

USER, PASSWORD = "chargebee", "Übergabe: 7 $ecrets"
KNOWN = (USER.encode(), PASSWORD.encode())
Post = Callable[..., requests.Response]


@pytest.fixture
def post(monkeypatch: pytest.MonkeyPatch) -> Iterator[Post]:
    """Sends a body to the webhook. Where a test names no database, what is not refused would be answered with 503."""
    monkeypatch.setenv("POINTSMAN_CHARGEBEE_USER", USER)
    monkeypatch.setenv("POINTSMAN_CHARGEBEE_PASSWORD", PASSWORD)
    forget_settings()
    with served(Starlette(routes=chargebee.routes())) as address, requests.Session() as session:

        def send(  # type: ignore[no-untyped-def]
            body: JsonObject | bytes,
            auth: object = KNOWN,
            content_type: str = "application/json;charset=UTF-8",
            method: str = "POST",
        ):
            data = body if isinstance(body, bytes) else json.dumps(body).encode()
            headers = {"Content-Type": content_type}
            target = f"{address}/webhooks/chargebee"
            return session.request(method, target, data=data, headers=headers, auth=auth, timeout=30)  # type: ignore[arg-type]

        yield send


@pytest.fixture
def offer(fresh_database_url: str, temporal_address: str) -> None:
    """Plan, addon and charge are linked to one template that is on."""
    template = make_template()
    make_active(template)
    for entity in (PLAN, SEATS, CHARGE):
        make_link(template, entity)


def ask(url: str, query: str) -> list[object]:
    with psycopg.connect(url, autocommit=True) as connection:
        return connection.cursor(row_factory=scalar_row).execute(query.encode()).fetchall()


def undone(url: str) -> bool:
    return ask(url, "SELECT count(*) FROM pointsman.inbound_event WHERE done_at IS NULL") == [0]


ITEMS = "SELECT d.entity_id FROM pointsman.delivery d JOIN pointsman.execution_run r ON r.delivery_id = d.id ORDER BY 1"


@pytest.mark.usefixtures("offer")
def test_a_purchase_is_answered_and_then_started(post: Post, fresh_database_url: str) -> None:
    answer = post(subscribed("ev_1", [PLAN, SEATS]))
    assert (answer.status_code, answer.json()["status"]) == (200, "kept")
    eventually(lambda: undone(fresh_database_url), 30, "the event is processed")
    assert ask(fresh_database_url, ITEMS) == sorted([PLAN, SEATS])


@pytest.mark.usefixtures("offer")
def test_a_copy_is_answered_and_starts_nothing(post: Post, fresh_database_url: str) -> None:
    first, second = post(subscribed("ev_1")), post({**subscribed("ev_1"), "webhook_status": "failed"})
    assert (second.status_code, second.json()) == (200, {"event": first.json()["event"], "status": "sent before"})
    eventually(lambda: undone(fresh_database_url), 30, "the event is processed")
    assert ask(fresh_database_url, ITEMS) == [PLAN]


def history(number: int) -> list[JsonObject]:
    """A subscription created, activated, extended, renewed, and a charge: three things bought."""
    sub, ids = f"sub_{number}", [f"ev_{number}_{step}" for step in range(5)]
    return [
        subscribed(ids[0], [PLAN], subscription_id=sub, version=1),
        subscribed(ids[1], [PLAN], subscription_id=sub, version=2, event_type="subscription_activated"),
        subscribed(ids[2], [PLAN, SEATS], subscription_id=sub, version=3, event_type="subscription_changed"),
        subscribed(ids[3], [PLAN, SEATS], subscription_id=sub, version=4, event_type="subscription_renewed"),
        invoiced(ids[4], invoice_id=f"INV-{number}"),
    ]


@pytest.mark.usefixtures("offer")
def test_a_storm_of_copies_in_any_order_starts_each_purchase_once(post: Post, fresh_database_url: str) -> None:
    subscriptions, chance = 40, random.Random(7)
    bodies = [body for number in range(subscriptions) for body in history(number) for _ in range(chance.randint(1, 5))]
    chance.shuffle(bodies)
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(post, bodies))
    assert {answer.status_code for answer in answers} == {200}
    assert max(answer.elapsed.total_seconds() for answer in answers) < 10
    eventually(lambda: undone(fresh_database_url), 60, "all events are processed")
    assert ask(fresh_database_url, ITEMS) == sorted([PLAN, SEATS, CHARGE] * subscriptions)
    assert sum(map(int, map(str, ask(fresh_database_url, "SELECT copies FROM pointsman.inbound_event")))) == len(bodies)


@pytest.mark.parametrize(
    "auth", [None, (USER, "wrong"), ("wrong", PASSWORD.encode()), (USER.encode(), b""), (b"", b"")], ids=repr
)
def test_without_the_right_credentials_nothing_is_kept(post: Post, auth: object) -> None:
    answer = post(subscribed("ev_1"), auth=auth)
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"].startswith("Basic ")
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("header", ["Basic", "Basic ===", "Basic żółw", "Bearer abc", "basic " + "A" * 9_000])
def test_a_header_that_is_no_basic_authentication_is_refused(post: Post, header: str) -> None:
    class Odd(requests.auth.AuthBase):
        def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
            request.headers["Authorization"] = header.encode()  # type: ignore[assignment]
            return request

    assert post(subscribed("ev_1"), auth=Odd()).status_code == 401


def test_the_webhook_is_off_until_credentials_are_set(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("POINTSMAN_CHARGEBEE_PASSWORD")
    forget_settings()
    answer = post(subscribed("ev_1"), auth=(USER, ""))
    assert answer.status_code == 404
    assert "POINTSMAN_CHARGEBEE_PASSWORD" in answer.json()["detail"]


GOOD = json.dumps(subscribed("ev_1"))
DEEP = b'{"id": "x", "content": ' + b"[" * 100_000 + b"]" * 100_000 + b"}"


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (b"", "The body is empty."),
        (b"[]", "must be a JSON object"),
        (b"\xff{}", "The body is not UTF-8."),
        (b'{"id": "a", "id": "b"}', "holds “id” twice"),
        (DEEP, "nested deeper than 100 levels"),
        (GOOD.replace("Zo\\u00eb", "Zo\\u0000").encode(), "the character NUL"),
        (GOOD.replace("Zo\\u00eb", "\\ud800").encode(), "surrogate"),
        (GOOD.replace("49900", "NaN").encode(), "holds NaN"),
        (GOOD.replace("49900", "9" * 5_000).encode(), "number"),
        (GOOD.replace('"ev_1"', "7").encode(), "id: must be a text, but is a number"),
        (GOOD.replace('"ev_1"', '" "').encode(), "id: is empty"),
        (GOOD.replace("ev_1", "e" * 200).encode(), "id: has 200 characters"),
        (GOOD.replace("subscription_created", "DROP TABLE").encode(), "event_type"),
        (GOOD.replace('"v2"', '"v1"').encode(), "Version 2"),
        (GOOD.replace('"occurred_at": 1761116497', '"occurred_at": true').encode(), "occurred_at"),
        (GOOD.replace('"occurred_at": 1761116497', '"occurred_at": 1e400').encode(), "not finite"),
        (b'{"id": "a", "event_type": "x", "occurred_at": 1, "content": 3}', "content: must be a JSON object"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_event_is_refused_with_a_sentence(post: Post, body: bytes, told: str) -> None:
    answer = post(body)
    assert answer.status_code in {400, 422}
    assert answer.headers["content-type"] == "application/problem+json"
    assert told in answer.json()["detail"]
    assert answer.elapsed.total_seconds() < DRAIN_SECONDS / 2


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "OPTIONS"])
def test_another_method_is_told_and_shows_no_page(post: Post, method: str) -> None:
    answer = post(b"", method=method)
    assert (answer.status_code, answer.headers["Allow"]) == (405, "POST")
    assert answer.headers["content-type"] == "application/problem+json"


def test_wrong_passwords_are_slowed_down_and_the_right_one_is_not(
    fresh_database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {"USER": "cb", "PASSWORD": "right"}.items():
        monkeypatch.setenv(f"POINTSMAN_CHARGEBEE_{name}", value)
    monkeypatch.setenv("POINTSMAN_API_BAD_TOKEN_RATE", "3")
    forget_settings()
    with served(Starlette(routes=chargebee.routes())) as url:
        address = f"{url}/webhooks/chargebee"
        wrong = [requests.post(address, json={}, auth=("cb", "wrong"), timeout=10) for _ in range(5)]
        right = requests.post(address, json=subscribed("ev_1"), auth=("cb", "right"), timeout=10)
    assert [answer.status_code for answer in wrong] == [401, 401, 401, 429, 429]
    assert int(wrong[-1].headers["Retry-After"]) > 0
    assert right.status_code == 200


def test_a_body_that_is_too_large_is_refused_before_it_is_read(post: Post) -> None:
    answer = post(b'{"id": "' + b"x" * (10 * 1024 * 1024) + b'"}')
    assert answer.status_code == 413


def test_a_body_of_another_type_is_refused(post: Post) -> None:
    assert post(subscribed("ev_1"), content_type="text/plain").status_code == 415


def test_while_postgresql_is_away_it_says_so_and_chargebee_sends_it_again(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("POINTSMAN_DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none")
    forget_settings()
    begun = time.monotonic()
    answer = post(subscribed("ev_1"))
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
    assert time.monotonic() - begun < 10
