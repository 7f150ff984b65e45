"""Making, renaming, finding and deleting templates."""

import pytest

from domain.errors import InvalidInput, NotAllowed, NotFound
from domain.vocabulary import Format
from services.create_template import create_template
from services.delete_template import delete_template
from services.edit_template import edit_template
from services.get_template import get_template
from services.list_templates import list_templates
from services.remove_link import remove_link
from tests.factories import (
    AUTHOR,
    calling,
    make_active,
    make_custom_template,
    make_draft,
    make_link,
    make_published,
    make_template,
    open_workflow,
    start,
)

HOSTILE = [
    "**bold** _it_ `code` [link](http://x)",
    "<img src=x onerror=alert(1)>",
    "Zoë's \"Größe\" 'quoted'; DROP TABLE x;--",
    "👩‍👩‍👧 🏴‍☠️ مرحبا \u202eright to left\u202c",
    "100% of_all \\ {{braces}} $1 %s :id",
]
pytestmark = pytest.mark.usefixtures("database")


def test_a_new_template_is_off() -> None:
    found = get_template(make_template())
    assert (found.active_version_id, found.active_version, found.format) == (None, None, Format.OPEN_WORKFLOW)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_is_stored_and_read_back_as_it_is(name: str) -> None:
    template = create_template(name, description=name * 2, actor=AUTHOR)
    found = get_template(template)
    assert (found.name, found.description) == (name, name * 2)
    assert [row.id for row in list_templates(search=name)] == [template]


@pytest.mark.parametrize("name", ["", "   ", "\n"])
def test_a_template_needs_a_name(name: str) -> None:
    with pytest.raises(InvalidInput, match="name: is missing"):
        create_template(name, actor=AUTHOR)


def test_a_name_has_an_end() -> None:
    with pytest.raises(InvalidInput, match="name: has 201 characters, at most 200 are accepted"):
        create_template("x" * 201, actor=AUTHOR)


@pytest.mark.parametrize("name", ["a\0b", "half \ud83d"])
def test_a_name_that_cannot_be_stored_is_refused(name: str) -> None:
    with pytest.raises(InvalidInput, match="name: holds"):
        create_template(name, actor=AUTHOR)


def test_a_custom_template_names_the_teams_workflow_type_and_task_queue() -> None:
    found = get_template(make_custom_template("payroll", "HandOver"))
    assert (found.format, found.workflow_type, found.task_queue) == (Format.CUSTOM, "HandOver", "payroll")


def test_a_custom_template_without_a_task_queue_is_refused() -> None:
    with pytest.raises(InvalidInput, match="task queue: is missing"):
        create_template("Payroll", actor=AUTHOR, dialect=Format.CUSTOM, workflow_type="HandOver")


def test_an_open_workflow_template_has_no_task_queue_of_its_own() -> None:
    with pytest.raises(InvalidInput, match="no workflow type, task queue or schema of its own"):
        create_template("GST", actor=AUTHOR, task_queue="payroll")


def test_a_custom_template_with_a_schema_that_is_none_is_refused() -> None:
    with pytest.raises(InvalidInput, match="JSON Schema: not a valid JSON Schema"):
        create_template(
            "Payroll",
            actor=AUTHOR,
            dialect=Format.CUSTOM,
            workflow_type="HandOver",
            task_queue="payroll",
            definition_schema={"type": "no such type"},
        )


def test_a_template_can_be_renamed() -> None:
    template = make_template()
    edit_template(template, name=" New name ", description=" ", actor=AUTHOR)
    found = get_template(template)
    assert (found.name, found.description) == ("New name", None)


def test_the_catalogue_tells_active_version_links_versions_and_last_runs() -> None:
    template = make_template()
    make_active(template)
    make_published(template, "1.1.0")
    make_link(template)
    start(template)
    [row] = list_templates()
    assert (row.active_version, row.versions, row.links, len(row.last_statuses)) == ("1.0.0", 2, 1, 1)


def test_the_catalogue_is_ordered_by_name_whatever_its_case() -> None:
    for name in ("beta", "Alpha", "Gamma"):
        make_template(name)
    assert [row.name for row in list_templates()] == ["Alpha", "beta", "Gamma"]


def test_a_template_without_executions_can_be_deleted_with_its_versions() -> None:
    template = make_template()
    make_active(template)
    delete_template(template, actor=AUTHOR, reason="Made by mistake")
    with pytest.raises(NotFound):
        get_template(template)


def test_a_template_with_executions_cannot_be_deleted() -> None:
    template = make_template()
    make_active(template)
    start(template)
    with pytest.raises(NotAllowed, match=r"has executions and cannot be deleted\. Switch it off instead"):
        delete_template(template, actor=AUTHOR, reason="Not needed")


def test_a_template_with_links_is_deleted_only_after_them() -> None:
    template = make_template()
    link = make_link(template, "plan-a")
    with pytest.raises(NotAllowed, match=r"is linked to plan-a\. Remove its links first"):
        delete_template(template, actor=AUTHOR, reason="Not needed")
    remove_link(link, actor=AUTHOR, reason="Not sold any more")
    delete_template(template, actor=AUTHOR, reason="Not needed")


def test_a_template_that_another_template_calls_cannot_be_deleted() -> None:
    child, parent = make_template("DSC"), make_template("Incorporation")
    make_published(child, definition=open_workflow("dsc"))
    make_draft(parent, definition=open_workflow("all", do=calling("dsc")))
    with pytest.raises(NotAllowed, match=r"“DSC” is called by Incorporation 1\.0\.0"):
        delete_template(child, actor=AUTHOR, reason="Not needed")


@pytest.mark.parametrize("unknown", ["", "nope", "c" * 5000, "'; --", "a\0b", "\ud83d", "../../etc"])
def test_an_unknown_id_is_told_in_a_sentence(unknown: str) -> None:
    with pytest.raises((NotFound, InvalidInput)):
        get_template(unknown)
