"""/metrics: what it tells is what is stored."""

import re
from collections.abc import Callable, Iterator

import psycopg
import pytest
import requests
from prometheus_client.parser import text_string_to_metric_families
from starlette.applications import Starlette

from api import figures, metrics
from domain.chargebee import SOURCE, read_envelope
from domain.settings import forget_settings
from services.receive_inbound_event import receive_inbound_event
from tests.api.serving import served
from tests.chargebee_samples import subscribed
from tests.factories import buy, make_active, make_link, make_template, start

Get = Callable[..., requests.Response]
Samples = dict[str, float]


@pytest.fixture
def get(fresh_database_url: str) -> Iterator[Get]:
    with served(Starlette(routes=metrics.routes())) as address:
        yield lambda **headers: requests.get(f"{address}/metrics", headers=headers, timeout=10)


def samples(answer: requests.Response) -> Samples:
    """Each sample of the product under its name with its labels."""
    found = {}
    for family in text_string_to_metric_families(answer.text):
        for sample in family.samples:
            labels = ",".join(f"{key}={value}" for key, value in sorted(sample.labels.items()))
            found[f"{sample.name}{{{labels}}}" if labels else sample.name] = sample.value
    return {name: value for name, value in found.items() if name.startswith("pointsman_")}


@pytest.mark.usefixtures("temporal_address")
def test_it_counts_deliveries_executions_and_starts(get: Get, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(figures, "LATENESS", figures.LATENESS * 0)
    template = make_template()
    make_active(template)
    make_link(template)
    buy()
    buy()
    buy("unknown-plan", "ev_2")
    start(template)
    answer = get()
    found = samples(answer)
    assert answer.headers["content-type"].startswith("text/plain")
    assert found["pointsman_deliveries{outcome=started,source=chargebee}"] == 1
    assert found["pointsman_deliveries{outcome=duplicate,source=chargebee}"] == 1
    assert found["pointsman_deliveries{outcome=no_link,source=chargebee}"] == 1
    assert found["pointsman_executions{status=started}"] == 2
    assert found["pointsman_executions{status=failed}"] == 0
    assert found["pointsman_drifting_executions"] == 0
    assert found["pointsman_start_seconds_count{origin=link}"] == 1
    assert found["pointsman_start_seconds_bucket{le=3600,origin=manual}"] == 1
    assert 0 < found["pointsman_start_seconds_sum{origin=link}"] < 60
    assert any(re.fullmatch(r"pointsman_build_info\{.*version=\d.*\}", name) for name in found)


def test_a_start_is_counted_once_however_often_it_is_scraped(
    get: Get, temporal_address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(figures, "LATENESS", figures.LATENESS * 0)
    template = make_template()
    make_active(template)
    start(template)
    assert [samples(get())["pointsman_start_seconds_count{origin=manual}"] for _ in range(3)] == [1, 1, 1]


def test_it_tells_what_waits_and_for_how_long(get: Get, fresh_database_url: str) -> None:
    template = make_template()
    make_active(template)
    start(template)
    body = subscribed("ev_1")
    receive_inbound_event(SOURCE, "ev_1", "subscription_created", body, read_envelope(body).occurred_at)
    with psycopg.connect(fresh_database_url, autocommit=True) as connection:
        connection.execute("UPDATE pointsman.inbound_event SET received_at = now() - interval '1 hour'")
    found = samples(get())
    assert found["pointsman_queue_length{queue=starts}"] == 1
    assert found["pointsman_queue_length{queue=inbound_events}"] == 1
    assert 3600 <= found["pointsman_queue_oldest_seconds{queue=inbound_events}"] < 3700
    assert 0 < found["pointsman_queue_oldest_seconds{queue=starts}"] < 100


@pytest.mark.usefixtures("temporal_address")
def test_it_tells_drift(get: Get, fresh_database_url: str) -> None:
    template = make_template()
    make_active(template)
    start(template)
    with psycopg.connect(fresh_database_url, autocommit=True) as connection:
        connection.execute("UPDATE pointsman.execution_run SET runtime_status = 'TERMINATED'")
    assert samples(get())["pointsman_drifting_executions"] == 1


def test_a_token_that_is_set_is_asked_for(get: Get, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POINTSMAN_METRICS_TOKEN", "s3cret")
    forget_settings()
    refused = get()
    assert (refused.status_code, refused.headers["www-authenticate"]) == (401, 'Bearer realm="Pointsman"')
    assert get(Authorization="Bearer wrong").status_code == 401
    assert get(Authorization="Bearer s3cret").status_code == 200


def test_it_says_so_while_postgresql_is_away(get: Get, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POINTSMAN_DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none")
    forget_settings()
    assert get().status_code == 503
