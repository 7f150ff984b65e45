"""The periods in which each version was active, as the ledger tells them; gaps are told as gaps."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Connection, text

from domain.errors import NotFound
from services.activate_version import activate_version
from services.read_history import Period, read_history
from services.switch_off_template import switch_off_template
from tests.factories import AUTHOR, make_active, make_published, make_template

GRACE = "grace@acme.example"


@pytest.fixture
def template(database: Connection) -> str:
    """A template without versions."""
    return make_template()


def told(period: Period) -> tuple[str | None, str | None, str | None]:
    return period.version, period.by, period.why


def point_past_us(database: Connection, template: str, version: str | None) -> None:
    """Move the pointer as the backend may do."""
    database.execute(
        text('UPDATE "WorkflowTemplate" SET "activeVersionId" = :version WHERE id = :id'),
        {"version": version, "id": template},
    )


def test_a_template_is_off_from_its_making(template: str) -> None:
    [period] = read_history(template).periods
    assert (period.version_id, period.is_start_known, period.until) == (None, True, None)
    assert period.since is not None


def test_each_move_begins_a_period_with_who_and_why(template: str) -> None:
    first = make_active(template, "1.0.0")
    second = make_published(template, "1.1.0")
    activate_version(second, reason="Better", seen_active_id=first, actor=GRACE)
    switch_off_template(template, reason="Not sold now", seen_active_id=second, actor=GRACE)
    assert [told(each) for each in read_history(template).periods] == [
        (None, GRACE, "Not sold now"),
        ("1.1.0", GRACE, "Better"),
        ("1.0.0", AUTHOR, "First version"),
        (None, None, None),
    ]


def test_periods_join_without_a_gap(template: str) -> None:
    first = make_active(template, "1.0.0")
    activate_version(make_published(template, "1.1.0"), reason="Better", seen_active_id=first, actor=GRACE)
    now, before, off = read_history(template).periods
    assert (off.until, before.until, now.until) == (before.since, now.since, None)


def test_a_move_past_the_ledger_is_told_at_both_ends(template: str, database: Connection) -> None:
    make_active(template, "1.0.0")
    point_past_us(database, template, make_published(template, "1.1.0"))
    now, before, _ = read_history(template).periods
    assert (now.version, now.is_start_known, now.by) == ("1.1.0", False, None)
    assert (before.version, before.is_end_known, before.until) == ("1.0.0", False, None)
    assert now.since == before.since


def test_a_move_past_the_ledger_between_two_of_ours_is_a_period_too(template: str, database: Connection) -> None:
    make_active(template, "1.0.0")
    between, last = make_published(template, "1.1.0"), make_published(template, "1.2.0")
    point_past_us(database, template, between)
    activate_version(last, reason="Better", seen_active_id=between, actor=GRACE)
    found = read_history(template).periods
    assert [(each.version, each.is_start_known, each.is_end_known) for each in found[:3]] == [
        ("1.2.0", True, True),
        ("1.1.0", False, True),
        ("1.0.0", True, False),
    ]


def test_what_was_adopted_is_active_since_nobody_knows_when(database: Connection) -> None:
    database.execute(
        text("INSERT INTO \"WorkflowTemplate\" (id, name, \"updatedAt\") VALUES ('old', 'Adopted', now())")
    )
    point_past_us(database, "old", make_published("old"))
    [period] = read_history("old").periods
    assert (period.version, period.since, period.is_start_known, period.until) == ("1.0.0", None, False, None)


def test_a_time_between_two_moves_has_one_answer(template: str) -> None:
    first = make_active(template, "1.0.0")
    activate_version(make_published(template, "1.1.0"), reason="Better", seen_active_id=first, actor=GRACE)
    history = read_history(template)
    moved = history.periods[0].since
    assert moved is not None
    before = history.between(moved - timedelta(microseconds=1), moved)
    after = history.between(moved, moved + timedelta(microseconds=1))
    assert [each.version for each in (*before, *after)] == ["1.0.0", "1.1.0"]
    assert history.between(datetime(2000, 1, 1, tzinfo=UTC), datetime(2000, 1, 2, tzinfo=UTC)) == ()


@pytest.mark.usefixtures("database")
def test_the_history_of_nothing_is_told_as_not_found() -> None:
    with pytest.raises(NotFound):
        read_history("nobody")
