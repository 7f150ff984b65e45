"""The sub-workflows that a start would lead to: followed to the end, bounded, and what cannot run is told."""

import pytest
from sqlalchemy import Connection, text

from domain.foresight import Foresight, Part, State, Subflow
from domain.json_types import JsonObject, JsonValue
from domain.json_values import compact
from domain.orders import Order
from domain.vocabulary import EntityType, Outcome
from services.create_template import create_template
from services.deprecate_version import deprecate_version
from services.foresee_start import foresee_start
from tests.factories import AUTHOR, calling, make_active, make_link, make_published, make_template, open_workflow

pytestmark = pytest.mark.usefixtures("database", "temporal_away")


def foreseen() -> Foresight:
    return foresee_start(Order(EntityType.PRODUCT, "gst", {}))


def linked(definition: JsonObject) -> str:
    """A template that is on, and whose link is that of the product gst."""
    template = make_template("GST registration")
    make_active(template, definition=definition)
    make_link(template, "gst")
    return template


def state_of(found: Foresight) -> State:
    return next(step.state for step in found.steps if step.part is Part.SUBFLOWS)


def test_sub_workflows_are_followed_to_the_end_with_the_versions_they_would_run() -> None:
    leaf = create_template("Leaf", actor=AUTHOR)
    make_active(leaf, "2.0.0", open_workflow("leaf", version="2.0.0"))
    middle = create_template("Middle", actor=AUTHOR)
    make_published(middle, "1.0.0", open_workflow("middle", do=[*calling("leaf", "active")]))
    linked(open_workflow("top", do=[*calling("middle")]))
    found = foreseen()
    rows = [(row.reference, row.depth, row.template, row.version, row.problem) for row in found.subflows.rows]
    assert rows == [
        ("acme/middle 1.0.0", 1, "Middle", "1.0.0", None),
        ("acme/leaf active", 2, "Leaf", "2.0.0", None),
    ]
    assert state_of(found) is State.CLEAR


def test_sub_workflows_that_cannot_run_are_told(database: Connection) -> None:
    child = create_template("Child", actor=AUTHOR)
    version = make_published(child, "1.0.0", open_workflow("child"))
    linked(open_workflow("top", do=[*calling("child")]))
    deprecate_version(version, actor=AUTHOR, reason="Old")
    found = foreseen()
    [row] = found.subflows.rows
    assert row == Subflow("acme/child 1.0.0", 1, problem="Version 1.0.0 is deprecated and starts nothing new.")
    assert state_of(found) is State.NOTICE
    assert found.outcome is Outcome.STARTED


def written_by_the_backend(database: Connection, template: str, definition: JsonObject) -> None:
    """Put a definition that could not be published into the template's only version."""
    database.execute(text("SET LOCAL session_replication_role = replica"))
    statement = """UPDATE "WorkflowTemplateVersion" SET definition = CAST(:body AS jsonb)
        WHERE "workflowTemplateId" = :template"""
    database.execute(text(statement), {"template": template, "body": compact(definition)})
    database.execute(text("SET LOCAL session_replication_role = origin"))


def test_a_crowd_of_sub_workflows_is_cut(database: Connection) -> None:
    template = linked(open_workflow())
    tasks: list[JsonValue] = [task for number in range(120) for task in calling(f"missing-{number}")]
    written_by_the_backend(database, template, open_workflow("crowd", do=tasks))
    found = foreseen()
    assert (len(found.subflows.rows), found.subflows.is_cut) == (100, True)
    problem = found.subflows.rows[7].problem or ""
    assert problem.startswith("There is no version to run as a sub-workflow “acme/missing-7 1.0.0”.")


def test_a_circle_of_sub_workflows_comes_to_an_end(database: Connection) -> None:
    template = linked(open_workflow())
    written_by_the_backend(database, template, open_workflow("own", do=[*calling("own", "active")]))
    found = foreseen()
    assert [(row.depth, row.problem) for row in found.subflows.rows] == [(1, "It would run itself without end.")]


def test_what_an_expression_names_is_not_guessed(database: Connection) -> None:
    template = linked(open_workflow())
    written_by_the_backend(database, template, open_workflow("top", do=[*calling("${ .which }")]))
    [row] = foreseen().subflows.rows
    assert row.problem == "An expression decides which one, when it runs."
