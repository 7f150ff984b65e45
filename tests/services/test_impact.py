"""What a change of the points would do, told before it is done."""

import pytest
from sqlalchemy import Connection, text

from domain.diff.telling import Risk
from domain.errors import NotFound
from domain.json_types import JsonObject
from services.activate_version import activate_version
from services.read_impact import read_impact, read_standing
from services.set_link_enabled import set_link_enabled
from tests.factories import AUTHOR, calling, make_active, make_draft, make_link, make_published, make_template
from tests.factories import open_workflow as definition_of
from tests.pages.rows import made_by_the_backend

WITH_SCHEMA: JsonObject = {
    **definition_of(version="1.1.0"),
    "input": {"schema": {"document": {"type": "object", "required": ["directorId"]}}},
}


@pytest.fixture
def template(database: Connection) -> str:
    """A template without versions."""
    return make_template()


def test_the_active_version_stands_beside_the_draft(template: str) -> None:
    active = make_active(template, "1.0.0")
    impact = read_impact(make_draft(template, "1.1.0", WITH_SCHEMA))
    assert (impact.standing.active_version, impact.seen.active_version_id) == ("1.0.0", active)
    assert Risk.BREAKING in {line.risk for line in impact.lines}


def test_a_template_that_is_off_has_nothing_to_compare_with(template: str) -> None:
    impact = read_impact(make_draft(template))
    assert (impact.standing.active_version, impact.lines, impact.small_step) == (None, (), None)


def test_links_are_told_with_whether_they_are_enabled(template: str) -> None:
    make_link(template, "gst")
    disabled = make_link(template, "vat")
    set_link_enabled(disabled, False, actor=AUTHOR, reason="Not sold now")
    links = read_impact(make_draft(template)).standing.links
    assert [(link.entity_id, link.enabled) for link in links] == [("gst", True), ("vat", False)]


def test_running_executions_are_counted_by_version(template: str, database: Connection) -> None:
    old, new = make_published(template, "1.0.0"), make_active(template, "1.1.0")
    for version in (old, new, new):
        made_by_the_backend(database, version)
    running = read_standing(template).running
    assert [(each.version, each.executions) for each in running] == [("1.1.0", 2), ("1.0.0", 1)]


def test_only_published_callers_of_the_active_version_or_of_this_one_count(template: str) -> None:
    version = make_active(template, "1.0.0")
    for number, called in enumerate(["active", "1.0.0"]):
        make_active(make_template(f"Parent {number}"), "1.0.0", calling_definition(f"parent-{number}", called))
    make_draft(make_template("Parent 9"), "1.0.0", calling_definition("parent-9", "1.0.0"))
    callers = read_impact(version).callers
    assert [(each.template_name, each.calls, each.follows) for each in callers] == [
        ("Parent 0", "active", True),
        ("Parent 1", "1.0.0", False),
    ]


def test_callers_that_would_find_nothing_after_a_renaming_are_told(template: str) -> None:
    make_active(template, "1.0.0")
    make_active(make_template("Parent"), "1.0.0", calling_definition("parent", "active"))
    impact = read_impact(make_draft(template, "1.1.0", definition_of("found-a-company", version="1.1.0")))
    assert impact.callers == ()
    assert [each.template_name for each in impact.left_callers] == ["Parent"]


def test_callers_are_found_by_an_index_among_many_templates(template: str, database: Connection) -> None:
    version = make_active(template, "1.0.0")
    make_active(make_template("Parent"), "1.0.0", calling_definition("parent", "active"))
    database.execute(text(MANY_TEMPLATES))
    database.execute(text('ANALYZE "WorkflowTemplateVersion"'))
    assert [each.template_name for each in read_impact(version).callers] == ["Parent"]
    plan = "\n".join(database.scalars(text(f"EXPLAIN {SEARCH}")))
    assert "pointsman_version_runs" in plan


def test_the_token_stands_for_links_draft_and_active_version(template: str) -> None:
    active, draft = make_active(template, "1.0.0"), make_draft(template, "1.1.0")
    tokens = [read_impact(draft).seen.token]
    link = make_link(template, "gst")
    tokens.append(read_impact(draft).seen.token)
    set_link_enabled(link, False, actor=AUTHOR, reason="Not now")
    tokens.append(read_impact(draft).seen.token)
    other = make_published(template, "1.2.0")
    assert read_impact(draft).seen.token == tokens[-1]
    activate_version(other, reason="Better", seen_active_id=active, actor=AUTHOR)
    tokens.append(read_impact(draft).seen.token)
    assert len(set(tokens)) == 4


@pytest.mark.usefixtures("database")
def test_the_impact_of_nothing_is_told_as_not_found() -> None:
    with pytest.raises(NotFound):
        read_impact("nobody")
    with pytest.raises(NotFound):
        read_standing("nobody")


def calling_definition(name: str, version: str) -> JsonObject:
    return definition_of(name, do=calling("incorporate", version))


MANY_TEMPLATES = """
WITH made AS (INSERT INTO "WorkflowTemplate" (id, name, "updatedAt")
              SELECT 'many-' || n, 'Many ' || n, now() FROM generate_series(1, 3000) n RETURNING id)
INSERT INTO "WorkflowTemplateVersion" (id, "workflowTemplateId", version, definition, "updatedAt")
SELECT id || '-v', id, '1.0.0', jsonb_build_object('do', jsonb_build_array(jsonb_build_object('child',
       jsonb_build_object('run', jsonb_build_object('workflow', jsonb_build_object('name', id)))))), now()
FROM made"""
SEARCH = (
    """SELECT id FROM "WorkflowTemplateVersion" v WHERE pointsman.names_run_by(v.definition) @> ARRAY['incorporate']"""
)
