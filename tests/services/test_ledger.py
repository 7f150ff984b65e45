"""Every verb that changes something leaves a row: who, what, to which subject, why."""

from collections.abc import Callable

import pytest
from sqlalchemy import Connection

from services.activate_version import activate_version
from services.delete_draft import delete_draft
from services.delete_template import delete_template
from services.deprecate_version import deprecate_version
from services.edit_template import edit_template
from services.get_version import get_version
from services.publish_version import publish_version
from services.read_ledger import read_ledger
from services.reinstate_version import reinstate_version
from services.remove_link import remove_link
from services.restore_version import restore_version
from services.save_draft import save_draft
from services.set_link_enabled import set_link_enabled
from services.switch_off_template import switch_off_template
from tests.factories import AUTHOR, make_active, make_draft, make_link, make_published, make_template, start

GRACE = "grace@acme.example"
Deed = Callable[[str], object]


def edit(template: str) -> None:
    edit_template(template, name="New", description=None, actor=GRACE)


def save(template: str) -> None:
    draft = get_version(make_draft(template))
    save_draft(draft.id, definition={}, version="1.0.1", note=None, seen_hash=draft.content_hash, actor=GRACE)


def publish(template: str) -> None:
    publish_version(make_draft(template), actor=GRACE)


def activate(template: str) -> None:
    activate_version(make_published(template), reason="Because", seen_active_id=None, actor=GRACE)


def switch_off(template: str) -> None:
    version = make_active(template)
    switch_off_template(template, reason="Because", seen_active_id=version, actor=GRACE)


def deprecate(template: str) -> str:
    version = make_published(template)
    deprecate_version(version, reason="Because", actor=GRACE)
    return version


def reinstate(template: str) -> None:
    reinstate_version(deprecate(template), reason="Because", actor=GRACE)


def restore(template: str) -> None:
    restore_version(make_published(template), version="2.0.0", actor=GRACE)


def delete_a_draft(template: str) -> None:
    delete_draft(make_draft(template), actor=GRACE)


def delete(template: str) -> None:
    delete_template(template, actor=GRACE, reason="Because")


def disable(template: str) -> None:
    set_link_enabled(make_link(template), enabled=False, actor=GRACE, reason="Because")


def enable(template: str) -> None:
    set_link_enabled(make_link(template), enabled=True, actor=GRACE, reason="Because")


def remove(template: str) -> None:
    remove_link(make_link(template), actor=GRACE, reason="Because")


DEEDS: dict[str, tuple[Deed, str, str | None]] = {
    "template.edit": (edit, "template", None),
    "template.delete": (delete, "template", "Because"),
    "template.switch_off": (switch_off, "template", "Because"),
    "version.draft": (restore, "version", None),
    "version.save": (save, "version", None),
    "version.publish": (publish, "version", "What 1.0.0 brings"),
    "version.activate": (activate, "version", "Because"),
    "version.deprecate": (deprecate, "version", "Because"),
    "version.reinstate": (reinstate, "version", "Because"),
    "version.delete": (delete_a_draft, "version", None),
    "link.disable": (disable, "link", "Because"),
    "link.enable": (enable, "link", "Because"),
    "link.remove": (remove, "link", "Because"),
}


@pytest.fixture
def template(database: Connection) -> str:
    """A template without versions."""
    return make_template()


@pytest.mark.parametrize("action", DEEDS)
def test_a_deed_leaves_one_row_with_actor_subject_and_reason(template: str, action: str) -> None:
    deed, subject, reason = DEEDS[action]
    before = len(read_ledger(template_id=template))
    deed(template)
    newest, *_ = added = read_ledger(template_id=template)[: -before or None]
    assert (newest.action, newest.actor, newest.subject_type, newest.reason) == (action, GRACE, subject, reason)
    assert len([row for row in added if row.actor == GRACE and row.action == action]) == 1


def test_making_a_template_and_a_link_leaves_a_row_each(template: str) -> None:
    make_link(template)
    assert [(row.action, row.actor) for row in read_ledger(template_id=template)] == [
        ("link.add", AUTHOR),
        ("template.create", AUTHOR),
    ]


def test_a_row_tells_before_and_after(template: str) -> None:
    edit(template)
    newest = read_ledger(template_id=template)[0]
    assert newest.before == {"name": "US company incorporation", "description": None}
    assert newest.after == {"name": "New", "description": None}


def test_a_row_of_an_activation_tells_both_versions_by_number(template: str) -> None:
    old, new = make_active(template, "1.0.0"), make_published(template, "2.0.0")
    activate_version(new, reason="Better", seen_active_id=old, actor=GRACE)
    newest = read_ledger(template_id=template)[0]
    assert newest.before == {"activeVersionId": old, "version": "1.0.0"}
    assert newest.after == {"activeVersionId": new, "version": "2.0.0"}


def test_the_ledger_of_a_template_that_is_deleted_stays(template: str) -> None:
    make_draft(template)
    delete(template)
    assert [row.action for row in read_ledger(template_id=template)] == [
        "template.delete",
        "version.draft",
        "template.create",
    ]


def test_a_start_leaves_a_row_on_its_execution(template: str) -> None:
    make_active(template)
    execution = start(template).execution_id
    [row] = read_ledger(subject_id=execution)
    assert (row.action, row.actor, row.reason) == ("execution.start", AUTHOR, "A customer asked for it")


def test_the_ledger_of_one_subject_tells_nothing_of_others(template: str) -> None:
    version, other = make_published(template, "1.0.0"), make_published(template, "2.0.0")
    assert {row.subject_id for row in read_ledger(subject_id=version)} == {version}
    assert {row.subject_id for row in read_ledger(subject_id=other)} == {other}


def test_rows_of_other_templates_are_not_told(template: str) -> None:
    make_published(make_template("Another template"))
    assert [row.action for row in read_ledger(template_id=template)] == ["template.create"]


def test_the_newest_rows_come_first_and_the_limit_holds(template: str) -> None:
    for number in range(5):
        make_draft(template, f"1.{number}.0")
    rows = read_ledger(template_id=template, limit=3)
    assert [row.after and row.after["version"] for row in rows] == ["1.4.0", "1.3.0", "1.2.0"]
