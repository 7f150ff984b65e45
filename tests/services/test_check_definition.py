"""What stands between a definition and its publication."""

import pytest

from domain.errors import InvalidInput
from domain.findings import Rule
from domain.json_types import JsonValue
from domain.vocabulary import Format
from services.activate_version import activate_version
from services.check_definition import check_definition
from services.create_template import create_template
from services.publish_version import publish_version
from tests.factories import AUTHOR, calling, make_draft, make_published, make_template, open_workflow, start

pytestmark = pytest.mark.usefixtures("database")


def test_a_valid_definition_has_no_problems() -> None:
    assert check_definition(make_template(), open_workflow(), "1.0.0") == ()


def test_a_problem_names_its_place() -> None:
    (found,) = check_definition(make_template(), open_workflow(version="1.0.0"), "1.1.0")
    assert found.pointer == "/document/version"
    assert "1.1.0" in found.message


def test_expressions_are_compiled() -> None:
    (found,) = check_definition(make_template(), open_workflow(do=[{"a": {"set": {"x": "${ lenght }"}}}]), "1.0.0")
    assert found.suggestion == "Did you mean “length”?"


def test_a_warning_is_told_and_keeps_nothing_from_publication() -> None:
    tasks: list[JsonValue] = [{"a": {"listen": {"to": {"any": []}}}}]
    template = make_template()
    (found,) = check_definition(template, open_workflow(do=tasks), "1.0.0")
    assert not found.is_error
    make_published(template, definition=open_workflow(do=tasks))


def test_a_sub_workflow_must_be_published() -> None:
    child, parent = make_template("Child"), make_template("Parent")
    draft = make_draft(child, definition=open_workflow("child"))
    definition = open_workflow("parent", do=calling("child"))
    assert [each.rule for each in check_definition(parent, definition, "1.0.0")] == [Rule.SUBFLOW]
    publish_version(draft, actor=AUTHOR)
    assert check_definition(parent, definition, "1.0.0") == ()


def test_the_active_version_of_a_sub_workflow_must_be_there() -> None:
    child, parent = make_template("Child"), make_template("Parent")
    published = make_published(child, definition=open_workflow("child"))
    definition = open_workflow("parent", do=calling("child", "active"))
    assert [each.rule for each in check_definition(parent, definition, "1.0.0")] == [Rule.SUBFLOW]
    activate_version(published, reason="first", seen_active_id=None, actor=AUTHOR)
    assert check_definition(parent, definition, "1.0.0") == ()


def test_a_circle_through_stored_definitions_is_found() -> None:
    make_published(make_template("Leaf"), definition=open_workflow("leaf"))
    middle = make_template("Middle")
    make_published(middle, definition=open_workflow("middle", do=calling("leaf")))
    ring = open_workflow("leaf", version="1.0.0", do=calling("middle"))
    (found,) = check_definition(make_template("Leaf again"), ring, "1.0.0")
    assert "acme/middle 1.0.0 → acme/leaf 1.0.0" in found.message


def test_a_test_run_may_use_drafts() -> None:
    make_draft(make_template("Child"), definition=open_workflow("child"))
    parent = make_template("Parent")
    draft = make_draft(parent, definition=open_workflow("parent", do=calling("child")))
    assert start(parent, version_id=draft, test=True).execution_id is not None


def test_a_custom_definition_is_held_against_the_schema_of_its_template() -> None:
    template = create_template(
        "Payroll",
        actor=AUTHOR,
        dialect=Format.CUSTOM,
        workflow_type="Payroll",
        task_queue="payroll",
        definition_schema={"required": ["channel"]},
    )
    assert check_definition(template, {"channel": "mail"}, "1.0.0") == ()
    assert [each.pointer for each in check_definition(template, {}, "1.0.0")] == [""]


def test_what_cannot_be_kept_is_refused() -> None:
    with pytest.raises(InvalidInput, match="must be a JSON object"):
        check_definition(make_template(), [1], "1.0.0")
