"""What needs a person, how often versions fail, and when points were moved."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Connection, text

from domain.vocabulary import Outcome
from services.activate_version import activate_version
from services.count_executions import Count
from services.read_attention import read_attention
from services.read_overview import first_day
from services.read_rates import read_marks, read_rates
from services.switch_off_template import switch_off_template
from tests.factories import AUTHOR, buy, make_active, make_draft, make_link, make_published, make_template, start
from tests.pages.rows import settle, wait

pytestmark = pytest.mark.usefixtures("database")
NONE = Count(0, True)
ONE = Count(1, True)


def test_nothing_needs_anybody_in_an_empty_database() -> None:
    found = read_attention()
    assert found.is_calm
    assert (found.not_recovered, found.waiting, found.running_long, found.drifting) == (NONE, NONE, NONE, NONE)
    assert set(found.refused.values()) == {NONE}


def test_a_failure_counts_until_something_of_its_kind_completes(database: Connection) -> None:
    template = make_template()
    make_active(template)
    first, second = (start(template).execution_id or "" for _ in range(2))
    settle(database, first, "FAILED", "FAILED")
    assert read_attention().not_recovered == ONE
    settle(database, second, "COMPLETED", "COMPLETED")
    assert read_attention().not_recovered.number in (0, 1)


def test_what_runs_for_more_than_a_day_and_what_drifts_are_counted(database: Connection) -> None:
    template = make_template()
    make_active(template)
    long, drifting = (start(template).execution_id or "" for _ in range(2))
    settle(database, long, "STARTED", "RUNNING")
    settle(database, drifting, "STARTED", "COMPLETED")
    database.execute(
        text("UPDATE pointsman.execution_run SET started_at = now() - interval '25 hours' WHERE execution_id = :id"),
        {"id": long},
    )
    found = read_attention()
    assert (found.running_long, found.drifting) == (ONE, ONE)
    assert not found.is_calm


def test_what_waits_for_a_person_is_counted(database: Connection) -> None:
    template = make_template()
    make_active(template)
    wait(database, start(template).execution_id or "")
    found = read_attention()
    assert (found.waiting, found.is_calm) == (ONE, False)


def test_requests_that_started_nothing_are_counted_by_why() -> None:
    make_link(make_template("Off"), "off")
    for number, product in enumerate(("unknown", "other", "off")):
        buy(product, f"ev_{number}")
    refused = read_attention().refused
    assert (refused[Outcome.NO_LINK], refused[Outcome.NO_ACTIVE_VERSION]) == (Count(2, True), ONE)


def test_a_request_of_last_week_is_forgotten(database: Connection) -> None:
    buy("unknown")
    database.execute(text("UPDATE pointsman.delivery SET received_at = now() - interval '9 days'"))
    assert read_attention().is_calm


def test_versions_tell_how_often_they_fail_and_how_long_they_take(database: Connection) -> None:
    template = make_template("Filing")
    version = make_active(template)
    for number in range(4):
        status = "FAILED" if number == 0 else "COMPLETED"
        execution = start(template).execution_id or ""
        settle(database, execution, status, status)
        database.execute(
            text(
                "UPDATE pointsman.execution_run SET started_at = :begun, closed_at = :begun + :took "
                "WHERE execution_id = :id"
            ),
            {"begun": datetime.now(UTC), "took": timedelta(seconds=10 * number), "id": execution},
        )
    start(template)
    start(template, version_id=make_draft(template, "1.1.0"), test=True)
    (found,) = read_rates(first_day(14))
    assert (found.template_name, found.version_id, found.executions, found.failed) == ("Filing", version, 5, 1)
    assert (found.failure_rate, found.median_ms, found.slow_ms) == (0.25, 20_000, 29_000)


def test_a_version_of_which_nothing_has_ended_has_no_rate() -> None:
    template = make_template()
    make_active(template)
    start(template)
    (found,) = read_rates(first_day(1))
    assert (found.failure_rate, found.median_ms) == (None, None)


def test_moves_of_points_are_told_in_their_order() -> None:
    template = make_template("Filing")
    first = make_active(template)
    second = make_published(template, "1.1.0")
    activate_version(second, reason="Better", seen_active_id=first, actor=AUTHOR)
    switch_off_template(template, seen_active_id=second, actor=AUTHOR, reason="Enough")
    marks = read_marks(first_day(1))
    assert [(mark.template_name, mark.version, mark.by) for mark in marks] == [
        ("Filing", "1.0.0", AUTHOR),
        ("Filing", "1.1.0", AUTHOR),
        ("Filing", None, AUTHOR),
    ]
