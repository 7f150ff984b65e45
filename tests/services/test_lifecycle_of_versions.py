"""The life of a version: draft, published, deprecated, reinstated (rules 1, 3, 4, 6, 7, 8, 11, 12)."""

import pytest
from sqlalchemy import Connection

from domain.errors import Conflict, InvalidDefinition, InvalidInput, NotAllowed, NotFound
from domain.json_types import JsonObject
from domain.vocabulary import VersionStatus
from services._activation import Activation
from services.activate_version import activate_version
from services.create_draft import create_draft
from services.delete_draft import delete_draft
from services.deprecate_version import deprecate_version
from services.get_template import get_template
from services.get_version import get_version
from services.list_versions import list_versions
from services.publish_version import publish_version
from services.reinstate_version import reinstate_version
from services.restore_version import restore_version
from services.save_draft import save_draft
from services.switch_off_template import switch_off_template
from tests.factories import (
    AUTHOR,
    calling,
    make_active,
    make_draft,
    make_published,
    make_template,
    open_workflow,
    start,
)

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def template(database: Connection) -> str:
    """A template without versions."""
    return make_template()


def status_of(version_id: str) -> VersionStatus:
    return get_version(version_id).status


def deprecated(template_id: str, version: str = "1.0.0") -> str:
    version_id = make_published(template_id, version)
    deprecate_version(version_id, reason="Replaced", actor=AUTHOR)
    return version_id


def test_rule_1_a_draft_is_published_deprecated_and_reinstated(template: str) -> None:
    version = make_draft(template)
    publish_version(version, actor=AUTHOR)
    deprecate_version(version, reason="Replaced", actor=AUTHOR)
    reinstate_version(version, reason="Needed again", actor=AUTHOR)
    assert status_of(version) is VersionStatus.PUBLISHED


def test_rule_1_a_published_version_is_published_only_once(template: str) -> None:
    with pytest.raises(NotAllowed, match="is already published; only a draft can be published"):
        publish_version(make_published(template), actor=AUTHOR)


def test_rule_1_a_draft_cannot_be_deprecated(template: str) -> None:
    with pytest.raises(NotAllowed, match="is draft; only a published one can be deprecated"):
        deprecate_version(make_draft(template), reason="Bad", actor=AUTHOR)


def test_rule_1_a_published_version_cannot_be_reinstated(template: str) -> None:
    with pytest.raises(NotAllowed, match="only a deprecated one can be reinstated"):
        reinstate_version(make_published(template), reason="Why not", actor=AUTHOR)


def test_rule_1_a_draft_without_executions_can_be_deleted(template: str) -> None:
    version = make_draft(template)
    delete_draft(version, actor=AUTHOR)
    with pytest.raises(NotFound):
        get_version(version)


def test_rule_1_a_draft_with_a_test_execution_stays(template: str) -> None:
    version = make_draft(template)
    start(template, version_id=version, test=True)
    with pytest.raises(NotAllowed, match="has 1 test executions and stays with them"):
        delete_draft(version, actor=AUTHOR)


def test_rule_2_only_a_published_version_becomes_active(template: str) -> None:
    with pytest.raises(NotAllowed, match=r"is a draft\. Publish it first"):
        activate_version(make_draft(template), reason="Go", seen_active_id=None, actor=AUTHOR)


def test_rule_3_publishing_does_not_activate(template: str) -> None:
    make_published(template)
    assert get_template(template).active_version is None


def test_rule_4_publishing_needs_a_valid_definition(template: str) -> None:
    version = make_draft(template, definition={"do": "later"})
    with pytest.raises(InvalidDefinition, match="/do"):
        publish_version(version, actor=AUTHOR)
    assert status_of(version) is VersionStatus.DRAFT


def test_rule_4_publishing_needs_a_note(template: str) -> None:
    version = create_draft(template, version="1.0.0", definition=open_workflow(), actor=AUTHOR)
    with pytest.raises(InvalidInput, match=r"note: is missing\. Write what changed"):
        publish_version(version, actor=AUTHOR)
    publish_version(version, actor=AUTHOR, note="First version")
    assert get_version(version).note == "First version"


def test_rule_4_a_number_is_unique_in_its_template(template: str) -> None:
    make_draft(template, "1.0.0")
    with pytest.raises(Conflict, match="already has a version with this number"):
        make_draft(template, "1.0.0")
    make_draft(make_template("Another template"), "1.0.0")


def test_rule_4_a_draft_cannot_take_the_number_of_another_version(template: str) -> None:
    make_published(template, "1.0.0")
    draft = get_version(make_draft(template, "1.1.0"))
    with pytest.raises(Conflict, match="already has a version with this number"):
        save_draft(
            draft.id,
            definition=draft.definition,
            version="1.0.0",
            note=None,
            seen_hash=draft.content_hash,
            actor=AUTHOR,
        )


def test_rule_4_a_number_must_be_a_semantic_version(template: str) -> None:
    with pytest.raises(InvalidInput, match="“latest” is not a semantic version"):
        make_draft(template, "latest")


def test_rule_4_a_lower_number_after_a_higher_one_is_allowed(template: str) -> None:
    make_published(template, "1.4.0")
    assert status_of(make_published(template, "1.3.1")) is VersionStatus.PUBLISHED


@pytest.mark.parametrize("make", [make_published, deprecated], ids=["published", "deprecated"])
def test_the_freeze_nothing_but_a_draft_is_edited(template: str, make: object) -> None:
    version = get_version(make_published(template) if make is make_published else deprecated(template))
    with pytest.raises(NotAllowed, match=r"can never be edited\. Make a new draft based on it"):
        save_draft(version.id, definition={}, version="1.0.0", note="x", seen_hash=version.content_hash, actor=AUTHOR)


def test_rule_6_activating_an_older_version_rolls_back(template: str) -> None:
    old = make_active(template, "1.0.0")
    new = make_published(template, "2.0.0")
    activate_version(new, reason="Better", seen_active_id=old, actor=AUTHOR)
    activate_version(old, reason="Worse after all", seen_active_id=new, actor=AUTHOR)
    assert get_template(template).active_version == "1.0.0"


def test_rule_6_restoring_makes_a_new_draft_with_the_old_definition(template: str) -> None:
    steps: JsonObject = {"greet": {"set": {"hello": "old world"}}}
    old = make_published(template, "1.0.0", open_workflow(do=[steps]))
    restored = get_version(restore_version(old, version="1.2.0", actor=AUTHOR))
    assert (restored.status, restored.based_on_id, restored.note) == (VersionStatus.DRAFT, old, "Restored from 1.0.0")
    assert restored.definition == open_workflow(do=[steps], version="1.2.0")


def test_rule_6_a_restored_draft_can_be_published_without_an_edit(template: str) -> None:
    restored = restore_version(make_published(template, "1.0.0"), version="1.1.0", actor=AUTHOR)
    publish_version(restored, actor=AUTHOR)
    assert status_of(restored) is VersionStatus.PUBLISHED


def test_rule_7_the_active_version_cannot_be_deprecated(template: str) -> None:
    with pytest.raises(NotAllowed, match="Activate another version or switch the template off first"):
        deprecate_version(make_active(template), reason="Bad", actor=AUTHOR)


def test_rule_7_it_can_together_with_a_replacement(template: str) -> None:
    old, new = make_active(template, "1.0.0"), make_published(template, "2.0.0")
    deprecate_version(old, reason="Replaced", actor=AUTHOR, replacement_id=new)
    assert (status_of(old), get_template(template).active_version) == (VersionStatus.DEPRECATED, "2.0.0")


def test_rule_7_a_replacement_that_cannot_be_active_leaves_all_as_it_was(template: str) -> None:
    old = make_active(template, "1.0.0")
    with pytest.raises(NotAllowed, match="is a draft"):
        deprecate_version(old, reason="Replaced", actor=AUTHOR, replacement_id=make_draft(template, "2.0.0"))
    assert (status_of(old), get_template(template).active_version) == (VersionStatus.PUBLISHED, "1.0.0")


def test_rule_7_a_replacement_of_another_template_is_refused(template: str) -> None:
    foreign = make_published(make_template("Another template"))
    with pytest.raises(NotFound, match="no version of this template"):
        deprecate_version(make_active(template), reason="Replaced", actor=AUTHOR, replacement_id=foreign)


def test_rule_7_it_can_after_switching_off(template: str) -> None:
    version = make_active(template)
    switch_off_template(template, reason="Law changed", seen_active_id=version, actor=AUTHOR)
    deprecate_version(version, reason="Law changed", actor=AUTHOR)
    assert status_of(version) is VersionStatus.DEPRECATED


def test_rule_8_a_template_that_is_off_cannot_be_switched_off_again(template: str) -> None:
    with pytest.raises(NotAllowed, match="is switched off already"):
        switch_off_template(template, reason="Sure", seen_active_id=None, actor=AUTHOR)


def test_rule_11_a_draft_that_a_parent_definition_calls_stays(template: str) -> None:
    child = make_draft(template, definition=open_workflow("dsc"))
    make_draft(make_template("Incorporation"), "2.1.0", open_workflow("all", do=calling("dsc"), version="2.1.0"))
    with pytest.raises(NotAllowed, match=r"Draft 1\.0\.0 is called by Incorporation 2\.1\.0"):
        delete_draft(child, actor=AUTHOR)


@pytest.mark.usefixtures("temporal_address")
def test_rule_12_draining_is_derived_from_running_executions(template: str) -> None:
    old, new = make_active(template, "1.0.0"), make_published(template, "2.0.0")
    start(template)
    activate_version(new, reason="Better", seen_active_id=old, actor=AUTHOR)
    assert [(row.version, row.is_active, row.is_draining) for row in list_versions(template)] == [
        ("2.0.0", True, False),
        ("1.0.0", False, True),
    ]


def test_versions_are_listed_by_precedence_not_by_text(template: str) -> None:
    for number in ("1.9.0", "1.10.0", "1.10.0-rc.1", "0.1.0"):
        make_draft(template, number)
    assert [row.version for row in list_versions(template)] == ["1.10.0", "1.10.0-rc.1", "1.9.0", "0.1.0"]


def test_a_reason_is_asked_for(template: str) -> None:
    version = make_published(template)
    with pytest.raises(InvalidInput, match="reason: is missing"):
        deprecate_version(version, reason=" ", actor=AUTHOR)
    with pytest.raises(InvalidInput, match="reason: is missing"):
        activate_version(version, reason="", seen_active_id=None, actor=AUTHOR)


def test_publish_and_activate_refused_by_the_definition_moves_nothing(template: str) -> None:
    version = make_draft(template, definition={"do": "later"})
    with pytest.raises(InvalidDefinition):
        publish_version(version, actor=AUTHOR, activate=Activation("Go", None))
    assert get_template(template).active_version is None
