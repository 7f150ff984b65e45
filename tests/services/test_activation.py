"""Moving the points: compare-and-set, one transaction, told who was faster (rules 3, 5)."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Connection

from domain.errors import Conflict, NotAllowed, PointsmanError
from domain.vocabulary import VersionStatus
from services._activation import Activation
from services.activate_version import activate_version
from services.get_template import get_template
from services.get_version import get_version
from services.publish_version import publish_version
from services.read_ledger import read_ledger
from services.switch_off_template import switch_off_template
from tests.factories import AUTHOR, make_active, make_draft, make_published, make_template


@pytest.fixture
def template(database: Connection) -> str:
    """A template without versions."""
    return make_template("GST registration")


def test_the_version_that_the_person_saw_active_makes_way(template: str) -> None:
    old, new = make_active(template, "1.0.0"), make_published(template, "1.1.0")
    activate_version(new, reason="Better", seen_active_id=old, actor=AUTHOR)
    assert get_template(template).active_version_id == new


def test_a_stale_page_is_refused_with_who_changed_it_when_and_what_is_active_now(template: str) -> None:
    old, newer, mine = (
        make_active(template, "1.0.0"),
        make_published(template, "1.1.0"),
        make_published(template, "1.2.0"),
    )
    activate_version(newer, reason="Better", seen_active_id=old, actor="grace@acme.example")
    told = (
        r"The active version of “GST registration” was changed by grace@acme\.example "
        r"at \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC: version 1\.1\.0 is active now\. Look at it again, then decide\."
    )
    with pytest.raises(Conflict, match=told):
        activate_version(mine, reason="Mine", seen_active_id=old, actor=AUTHOR)
    assert get_template(template).active_version_id == newer


def test_a_stale_page_after_switching_off_is_told_so(template: str) -> None:
    old, mine = make_active(template, "1.0.0"), make_published(template, "1.1.0")
    switch_off_template(template, reason="Law changed", seen_active_id=old, actor="grace@acme.example")
    with pytest.raises(Conflict, match=r"by grace@acme\.example .*: the template is switched off now"):
        activate_version(mine, reason="Mine", seen_active_id=old, actor=AUTHOR)


def test_a_change_by_the_backend_is_noticed_without_a_name(template: str, database: Connection) -> None:
    old, mine = make_active(template, "1.0.0"), make_published(template, "1.1.0")
    database.exec_driver_sql('UPDATE "WorkflowTemplate" SET "activeVersionId" = NULL')
    with pytest.raises(Conflict, match="the template is switched off now"):
        activate_version(mine, reason="Mine", seen_active_id=old, actor=AUTHOR)


def test_switching_off_is_compare_and_set_too(template: str) -> None:
    old, new = make_active(template, "1.0.0"), make_published(template, "1.1.0")
    activate_version(new, reason="Better", seen_active_id=old, actor=AUTHOR)
    with pytest.raises(Conflict):
        switch_off_template(template, reason="Bad", seen_active_id=old, actor=AUTHOR)


def test_activating_the_active_version_again_is_told(template: str) -> None:
    version = make_active(template)
    with pytest.raises(NotAllowed, match="is the active version already"):
        activate_version(version, reason="Twice", seen_active_id=version, actor=AUTHOR)


def test_publish_and_activate_writes_two_ledger_rows(template: str) -> None:
    version = make_draft(template)
    publish_version(version, actor=AUTHOR, activate=Activation("First", seen_active_id=None))
    assert [row.action for row in read_ledger(subject_id=version)] == [
        "version.activate",
        "version.publish",
        "version.draft",
    ]


def test_when_activating_fails_publishing_leaves_nothing(template: str) -> None:
    make_active(template, "1.0.0")
    version = make_draft(template, "1.1.0")
    with pytest.raises(Conflict):
        publish_version(version, actor=AUTHOR, activate=Activation("Stale", seen_active_id=None))
    found = get_version(version)
    assert (found.status, found.published_by, found.published_at) == (VersionStatus.DRAFT, None, None)
    assert [row.action for row in read_ledger(subject_id=version)] == ["version.draft"]


def test_when_the_reason_is_missing_publishing_leaves_nothing(template: str) -> None:
    version = make_draft(template)
    with pytest.raises(PointsmanError, match="reason: is missing"):
        publish_version(version, actor=AUTHOR, activate=Activation(" ", seen_active_id=None))
    assert get_version(version).status is VersionStatus.DRAFT


@pytest.mark.usefixtures("fresh_database_url")
def test_of_eight_people_who_activate_at_once_one_wins_and_the_others_are_told() -> None:
    template = make_template()
    versions = [make_published(template, f"1.{number}.0") for number in range(8)]

    def attempt(version_id: str) -> str | Conflict:
        try:
            activate_version(version_id, reason="Mine", seen_active_id=None, actor=version_id)
        except Conflict as told:
            return told
        return version_id

    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(attempt, versions))
    [winner] = [outcome for outcome in outcomes if isinstance(outcome, str)]
    assert get_template(template).active_version_id == winner
    assert all(winner in str(outcome) for outcome in outcomes if isinstance(outcome, Conflict))
    assert len([row for row in read_ledger(template_id=template) if row.action == "version.activate"]) == 1
