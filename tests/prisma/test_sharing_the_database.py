"""A Prisma client generated from the seed's schema works on a database that Pointsman migrated, beside Pointsman."""

import pytest

from domain.json_types import JsonValue
from domain.vocabulary import EntityType, ExecutionStatus, VersionStatus
from services.get_execution import get_execution
from services.get_template import get_template
from services.get_version import get_version
from services.list_executions import list_executions
from services.list_links import list_links
from services.list_templates import list_templates
from services.list_versions import list_versions
from services.save_draft import save_draft
from tests.factories import AUTHOR, buy, make_active, make_draft, make_link, make_template, open_workflow, start
from tests.prisma.conftest import Backend, BackendRefused

A_TEMPLATE = """prisma.workflowTemplate.create({data: {
    name: "Trademark 👩‍👩‍👧", description: null,
    Versions: {create: {version: "1.0.0", versionNote: "First", definition: {do: [1, 2.5, null]}, status: "PUBLISHED"}},
    WorkflowTemplateLinks: {create: {entityType: "PRODUCT", entityId: "trademark"}}},
    include: {Versions: true}})"""
ACTIVATE = "prisma.workflowTemplate.update({where: {id: '%s'}, data: {activeVersionId: '%s'}})"
WITH_ALL = "{include: {Versions: true, ActiveVersion: true, WorkflowTemplateLinks: true}}"


def names(value: JsonValue, key: str = "name") -> list[JsonValue]:
    assert isinstance(value, list)
    return [row[key] for row in value if isinstance(row, dict)]


def test_the_backend_reads_templates_versions_and_links_of_pointsman(backend: Backend) -> None:
    template = make_template("GST registration")
    active = make_active(template)
    make_link(template, "gst")
    [row] = as_rows(backend(f"prisma.workflowTemplate.findMany({WITH_ALL})"))
    assert (row["name"], row["activeVersionId"]) == ("GST registration", active)
    assert names(row["Versions"], "definition") == [open_workflow()]
    assert names(row["WorkflowTemplateLinks"], "entityId") == ["gst"]


def test_the_backend_reads_times_of_pointsman_as_the_utc_moments_that_they_are(backend: Backend) -> None:
    template = make_template()
    [row] = as_rows(backend("prisma.workflowTemplate.findMany()"))
    assert row["createdAt"] == get_template(template).created_at.isoformat(timespec="milliseconds").replace(
        "+00:00", "Z"
    )


def test_the_backend_reads_executions_of_pointsman_with_their_service_request(backend: Backend) -> None:
    template = make_template()
    make_active(template)
    execution = start(template).execution_id
    backend(f"prisma.serviceRequest.create({{data: {{id: 'sr_1', workflowExecutionId: '{execution}'}}}})")
    [row] = as_rows(
        backend("prisma.workflowExecution.findMany({include: {ServiceRequest: true, WorkflowTemplateVersion: true}})")
    )
    assert (row["id"], row["status"]) == (execution, "CREATED")
    assert row["ServiceRequest"] == {"id": "sr_1", "workflowExecutionId": execution}
    assert get_execution(execution or "").service_request_id == "sr_1"


def test_pointsman_shows_templates_versions_and_links_of_the_backend(backend: Backend) -> None:
    backend(A_TEMPLATE)
    [template] = list_templates()
    [version] = list_versions(template.id)
    [link] = list_links().rows
    assert (template.name, template.active_version, version.status) == (
        "Trademark 👩‍👩‍👧",
        None,
        VersionStatus.PUBLISHED,
    )
    assert (link.entity_type, link.entity_id, link.enabled) == (EntityType.PRODUCT, "trademark", True)
    assert get_version(version.id).definition == {"do": [1, 2.5, None]}


def test_a_version_that_the_backend_activated_is_active_in_pointsman_and_starts(
    backend: Backend, temporal_address: str
) -> None:
    template = make_template()
    version = make_active(template)
    backend(ACTIVATE % (template, version))
    make_link(template, "gst")
    assert get_execution(buy("gst").execution_id or "").status is ExecutionStatus.STARTED


def test_pointsman_shows_and_never_dispatches_executions_of_the_backend(backend: Backend) -> None:
    version = make_active(make_template())
    backend(
        "prisma.serviceRequest.create({data: {WorkflowExecution: {create: "
        f"{{name: 'By the backend', workflowTemplateVersionId: '{version}', context: {{directorID: 'd1'}}}}}}}}}})"
    )
    [row] = list_executions().rows
    assert (row.name, row.origin, get_execution(row.id).context) == ("By the backend", None, {"directorID": "d1"})


def test_a_draft_of_the_backend_is_edited_in_pointsman_and_read_back(backend: Backend) -> None:
    template = make_template()
    backend(
        f"prisma.workflowTemplateVersion.create({{data: "
        f"{{workflowTemplateId: '{template}', version: '1.0.0', definition: {{}}}}}})"
    )
    draft = get_version(list_versions(template)[0].id)
    save_draft(
        draft.id, definition={"new": True}, version="1.0.0", note=None, seen_hash=draft.content_hash, actor=AUTHOR
    )
    assert names(backend("prisma.workflowTemplateVersion.findMany()"), "definition") == [{"new": True}]


def test_ids_made_by_both_sides_look_alike(backend: Backend) -> None:
    ours = make_template()
    backend(A_TEMPLATE)
    [theirs] = [row.id for row in list_templates() if row.id != ours]
    assert (len(theirs), theirs[0]) == (len(ours), ours[0])


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ("prisma.workflowTemplate.updateMany({data: {activeVersionId: '%(draft)s'}})", "only a published version"),
        (
            "prisma.workflowTemplateVersion.updateMany({where: {id: '%(active)s'}, data: {definition: {}}})",
            "never be edited",
        ),
        (
            "prisma.workflowTemplateVersion.updateMany({where: {id: '%(active)s'}, data: {status: 'DEPRECATED'}})",
            "is the active one and cannot be deprecated",
        ),
        ("prisma.workflowTemplateVersion.delete({where: {id: '%(active)s'}})", "only drafts can be deleted"),
    ],
)
def test_the_backend_is_told_the_rule_that_it_would_break(backend: Backend, change: str, told: str) -> None:
    template = make_template()
    ids = {"active": make_active(template), "draft": make_draft(template, "2.0.0")}
    with pytest.raises(BackendRefused, match=told):
        backend(change % ids)
    assert get_template(template).active_version_id == ids["active"]


def as_rows(value: JsonValue) -> list[dict[str, JsonValue]]:
    assert isinstance(value, list)
    return [row for row in value if isinstance(row, dict)]
