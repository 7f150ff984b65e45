"""A confirmation holds for what was shown; what changed meanwhile is told with who did it (rule 5)."""

import pytest
from sqlalchemy import Connection

from domain.errors import Conflict, NotAllowed
from domain.json_types import JsonObject
from domain.vocabulary import VersionStatus
from services._activation import Activation
from services._seen import Seen
from services.activate_version import activate_version
from services.deprecate_version import deprecate_version
from services.get_template import get_template
from services.get_version import get_version
from services.publish_version import publish_version
from services.read_impact import read_impact, read_standing
from services.remove_link import remove_link
from services.save_draft import save_draft
from services.set_link_enabled import set_link_enabled
from services.switch_off_template import switch_off_template
from tests.factories import AUTHOR, make_active, make_draft, make_link, make_published, make_template, open_workflow

GRACE = "grace@acme.example"
WHEN = r"at \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC"


@pytest.fixture
def template(database: Connection) -> str:
    """A template whose version 1.0.0 is active."""
    found = make_template("GST registration")
    make_active(found, "1.0.0")
    return found


def test_what_was_seen_and_is_still_so_is_done(template: str) -> None:
    make_link(template, "gst")
    draft = make_draft(template, "1.1.0")
    seen = read_impact(draft).seen
    publish_version(draft, actor=AUTHOR, seen=seen, activate=Activation("Better", seen.active_version_id))
    assert get_template(template).active_version_id == draft


def test_a_draft_that_somebody_edited_is_not_published(template: str) -> None:
    draft = make_draft(template, "1.1.0")
    seen = read_impact(draft).seen
    edited = open_workflow(do=[{"theirs": {"set": {"a": 1}}}], version="1.1.0")
    digest = get_version(draft).content_hash
    save_draft(draft, definition=edited, version="1.1.0", note="x", seen_hash=digest, actor=GRACE)
    with pytest.raises(Conflict, match=rf"Draft 1\.1\.0 was changed by {GRACE} {WHEN}\. Look at it again"):
        publish_version(draft, actor=AUTHOR, seen=seen)
    assert get_version(draft).status is VersionStatus.DRAFT


def test_a_draft_that_somebody_published_is_told_so(template: str) -> None:
    draft = make_draft(template, "1.1.0")
    seen = read_impact(draft).seen
    publish_version(draft, actor=GRACE)
    with pytest.raises(Conflict, match=rf"Version 1\.1\.0 is published now by {GRACE} {WHEN}"):
        publish_version(draft, actor=AUTHOR, seen=seen)


def test_a_link_that_was_added_stops_the_publication(template: str) -> None:
    draft = make_draft(template, "1.1.0")
    seen = read_impact(draft).seen
    make_link(template, "gst")
    with pytest.raises(Conflict, match=rf"The link of “gst” was added by {AUTHOR} {WHEN}"):
        publish_version(draft, actor=AUTHOR, seen=seen)


def test_a_link_that_was_removed_stops_the_activation(template: str) -> None:
    link, version = make_link(template, "gst"), make_published(template, "1.1.0")
    impact = read_impact(version)
    remove_link(link, actor=GRACE, reason="Sold no more")
    with pytest.raises(Conflict, match=rf"The link of “gst” was removed by {GRACE} {WHEN}"):
        activate(version, impact.seen)


def test_a_link_that_was_disabled_stops_the_switching_off(template: str) -> None:
    link = make_link(template, "gst")
    seen = read_standing(template).seen
    set_link_enabled(link, False, actor=GRACE, reason="Holiday")
    with pytest.raises(Conflict, match=rf"The link of “gst” was disabled by {GRACE} {WHEN}"):
        switch_off_template(template, reason="x", seen_active_id=seen.active_version_id, actor=AUTHOR, seen=seen)


def test_a_moved_pointer_is_told_together_with_the_rest(template: str) -> None:
    version, other = make_published(template, "1.1.0"), make_published(template, "1.2.0")
    seen = read_impact(version).seen
    activate_version(other, reason="Mine", seen_active_id=seen.active_version_id, actor=GRACE)
    make_link(template, "gst")
    told = rf"was changed by {GRACE} {WHEN}: version 1\.2\.0 is active now\. The link of “gst” was added"
    with pytest.raises(Conflict, match=told):
        activate(version, seen)


def test_a_replacement_is_bound_to_what_was_seen_too(template: str) -> None:
    version, old = make_published(template, "1.1.0"), str(get_template(template).active_version_id)
    seen = read_impact(old).seen
    make_link(template, "gst")
    with pytest.raises(Conflict, match="“gst” was added"):
        deprecate_version(old, reason="Old", actor=AUTHOR, replacement_id=version, seen=seen)


def test_a_smaller_step_than_the_changes_ask_for_wants_a_word(template: str) -> None:
    draft = make_draft(template, "1.0.1", breaking("1.0.1"))
    told = (
        r"What changed since 1\.0\.0, the active version, asks for a major step, such as 2\.0\.0; "
        r"1\.0\.1 promises less to those who depend on it\. Confirm that this is meant"
    )
    with pytest.raises(NotAllowed, match=told):
        publish_version(draft, actor=AUTHOR)
    publish_version(draft, actor=AUTHOR, smaller_step_confirmed=True)
    assert get_version(draft).status is VersionStatus.PUBLISHED


def test_the_proposed_step_needs_no_word(template: str) -> None:
    draft = make_draft(template, "2.0.0", breaking("2.0.0"))
    assert read_impact(draft).small_step is None
    publish_version(draft, actor=AUTHOR)


def test_a_fix_of_an_older_line_needs_no_word(template: str) -> None:
    draft = make_draft(template, "0.9.1", breaking("0.9.1"))
    publish_version(draft, actor=AUTHOR)
    assert get_version(draft).status is VersionStatus.PUBLISHED


def activate(version_id: str, seen: Seen) -> None:
    activate_version(version_id, reason="x", seen_active_id=seen.active_version_id, actor=AUTHOR, seen=seen)


def breaking(version: str) -> JsonObject:
    schema: JsonObject = {"document": {"type": "object", "required": ["directorId"]}}
    return {**open_workflow(version=version), "input": {"schema": schema}}
