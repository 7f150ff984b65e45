"""Faults that peers shipped with versions, one test each, named after the fault."""

import pytest
from sqlalchemy import Connection

from domain.errors import Conflict, NotAllowed
from domain.vocabulary import ExecutionKind, VersionStatus
from services._activation import Activation
from services.get_execution import get_execution
from services.get_version import get_version
from services.list_executions import list_executions
from services.list_versions import list_versions
from services.publish_version import publish_version
from services.restore_version import restore_version
from services.save_draft import save_draft
from storage.database import transaction
from storage.shared_tables import WorkflowTemplateVersion
from tests.factories import (
    AUTHOR,
    buy,
    make_active,
    make_child,
    make_draft,
    make_link,
    make_published,
    make_template,
    open_workflow,
    start,
)


@pytest.fixture
def template(database: Connection) -> str:
    """A template without versions."""
    return make_template()


def test_restore_succeeded_and_the_page_showed_the_old_state(template: str) -> None:
    old = make_active(template, "1.0.0", open_workflow(do=[{"old": {"set": {"step": 1}}}]))
    make_published(template, "2.0.0", open_workflow(do=[{"new": {"set": {"step": 2}}}], version="2.0.0"))
    restored = restore_version(old, version="3.0.0", actor=AUTHOR)
    newest = list_versions(template)[0]
    assert (newest.id, newest.version, newest.status) == (restored, "3.0.0", VersionStatus.DRAFT)
    assert get_version(restored).definition == open_workflow(do=[{"old": {"set": {"step": 1}}}], version="3.0.0")


def test_publishing_was_impossible_without_a_dummy_edit(template: str) -> None:
    version = restore_version(make_active(template), version="1.0.1", actor=AUTHOR)
    assert get_version(version).refusals["publish"] is None
    publish_version(version, actor=AUTHOR)
    assert get_version(version).status is VersionStatus.PUBLISHED


@pytest.mark.parametrize("named", [True, False], ids=["chosen by hand", "by the pointer"])
def test_draft_content_was_executed_in_production_by_a_start(template: str, named: bool) -> None:
    draft = make_draft(template)
    if named:
        with pytest.raises(NotAllowed, match=r"is a draft\. Start it as a test run, or publish it first"):
            start(template, version_id=draft)
    else:
        start(template)
    assert list_executions().rows == ()


def test_draft_content_was_executed_in_production_by_an_event(template: str) -> None:
    make_active(template, "1.0.0")
    make_draft(template, "2.0.0", open_workflow(do=[{"draft": {"set": {"real": False}}}], version="2.0.0"))
    make_link(template)
    assert get_execution(buy().execution_id or "").version == "1.0.0"


def test_draft_content_was_executed_in_production_as_a_sub_workflow(template: str) -> None:
    make_draft(make_template("DSC"), definition=open_workflow("dsc"))
    make_active(template, definition=open_workflow("all"))
    parent = start(template).execution_id or ""
    with pytest.raises(NotAllowed, match=r"is a draft\. Start it as a test run, or publish it first"):
        make_child(parent)
    assert len(list_executions().rows) == 1


def test_a_test_run_of_a_draft_looked_like_a_real_one(template: str) -> None:
    execution = start(template, version_id=make_draft(template), test=True).execution_id or ""
    assert get_execution(execution).kind is ExecutionKind.TEST


def test_viewing_an_old_version_let_a_save_overwrite_the_new_one(template: str) -> None:
    seen = get_version(make_draft(template))
    newer = save_draft(
        seen.id, definition={"new": 1}, version="1.0.0", note="n", seen_hash=seen.content_hash, actor="grace"
    )
    with pytest.raises(Conflict, match="Nothing was overwritten"):
        save_draft(seen.id, definition={}, version="1.0.0", note="n", seen_hash=seen.content_hash, actor=AUTHOR)
    assert get_version(seen.id).content_hash == newer


def test_a_version_was_overwritten_in_place(template: str) -> None:
    published = get_version(make_published(template))
    with pytest.raises(NotAllowed, match="can never be edited"):
        save_draft(
            published.id,
            definition={},
            version=published.version,
            note="n",
            seen_hash=published.content_hash,
            actor=AUTHOR,
        )
    assert get_version(published.id).definition == published.definition


def test_a_version_tag_could_be_pointed_elsewhere_by_deploying_again(template: str) -> None:
    published = get_version(make_published(template, "1.0.0"))
    with pytest.raises(Conflict, match="already has a version with this number"):
        make_draft(template, "1.0.0", open_workflow(do=[{"other": {"set": {"step": 1}}}]))
    assert [row.version for row in list_versions(template)] == ["1.0.0"]
    assert get_version(published.id).definition == published.definition


def test_a_version_that_was_published_twice_at_once_kept_two_truths(template: str) -> None:
    version = make_draft(template)
    publish_version(version, actor="grace", activate=Activation("First", None))
    with pytest.raises(NotAllowed, match="is already published"):
        publish_version(version, actor=AUTHOR, note="My own words")
    found = get_version(version)
    assert (found.published_by, found.note) == ("grace", "What 1.0.0 brings")


def test_a_bug_of_our_own_could_edit_a_published_version(template: str) -> None:
    version = make_published(template)
    with pytest.raises(Exception, match="is published and can never be edited"), transaction() as session:
        session.get_one(WorkflowTemplateVersion, version).definition = {"changed": True}
