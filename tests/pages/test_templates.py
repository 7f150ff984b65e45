"""Templates: the catalogue, and one template with its versions, links and history."""

from collections.abc import Iterable
from typing import cast

import pytest
from sqlalchemy import Connection, text

from services.activate_version import activate_version
from services.switch_off_template import switch_off_template
from tests.factories import AUTHOR, buy, make_active, make_custom_template, make_link, make_published, make_template
from tests.pages.conftest import Opener
from tests.pages.reading import column, words

pytestmark = pytest.mark.usefixtures("database")
HOSTILE = "**bold** <img src=x> [link](http://evil.example) :smile: `code` مرحبا"


def test_an_empty_catalogue_says_what_to_do(open_page: Opener) -> None:
    page = open_page("templates")
    assert "No templates yet" in words(page)
    assert not page.button(key="templates.new.open").disabled


def test_the_catalogue_shows_the_active_version_or_that_it_is_off(open_page: Opener) -> None:
    make_template("Annual filing")
    make_active(make_template("GST registration"), "2.1.0")
    page = open_page("templates")
    assert column(page, "Template") == ["Annual filing", "GST registration"]
    assert column(page, "Active version") == [["○ Off"], ["★ 2.1.0"]]
    assert column(page, "Versions") == [0, 1]


def test_the_search_in_the_address_is_the_search_of_the_page(open_page: Opener) -> None:
    make_template("Annual filing")
    make_template("GST registration")
    page = open_page("templates", search="gst")
    assert page.text_input(key="filter.search").value == "gst"
    assert column(page, "Template") == ["GST registration"]
    assert "No template matches" in words(open_page("templates", search="nothing like it"))


def test_last_runs_are_signs_newest_first(open_page: Opener, database: Connection) -> None:
    template = make_template()
    version = make_active(template)
    for number, status in enumerate(["COMPLETED", "FAILED"]):
        database.execute(
            text(
                'INSERT INTO "WorkflowExecution" (id, name, "workflowTemplateVersionId", status, "createdAt") '
                "VALUES (:id, 'Made elsewhere', :version, CAST(:status AS \"WorkflowExecutionStatus\"), "
                "timestamp '2026-01-01' + :number * interval '1 day')"
            ),
            {"id": f"execution{number}", "version": version, "status": status, "number": number},
        )
    assert signs(column(open_page("templates"), "Last runs")) == [["✕", "✓"]]


def test_a_hostile_name_is_shown_letter_by_letter(open_page: Opener) -> None:
    template = make_template(HOSTILE)
    assert column(open_page("templates"), "Template") == [HOSTILE]
    page = open_page("template", id=template)
    assert HOSTILE in words(page)
    assert r"\*\*bold\*\* \<img src\=x\>" in page.title[0].value


def test_a_template_without_versions_says_what_to_do(open_page: Opener) -> None:
    page = open_page("template", id=make_template())
    assert "No version yet" in words(page)
    assert "starts this template. It can be started by hand" in words(page)


def test_versions_stand_with_status_and_mark(open_page: Opener) -> None:
    template = make_template()
    make_published(template, "1.0.0")
    make_active(template, "1.1.0")
    page = open_page("template", id=template)
    assert column(page, "Version") == ["1.1.0", "1.0.0"]
    assert signs(column(page, "Status")) == [["● Published", "★ Active"], ["● Published"]]
    assert column(page, "Published by") == [AUTHOR, AUTHOR]


def test_links_stand_with_when_they_fired(open_page: Opener) -> None:
    template = make_template()
    make_link(template, "us-incorporation")
    make_link(template, "never-bought")
    buy("us-incorporation")
    page = open_page("template", id=template)
    assert column(page, "Entity") == ["never-bought", "us-incorporation"]
    assert [str(moment) == "NaT" for moment in column(page, "Last fired")] == [True, False]


def test_a_link_is_added_where_the_template_stands(open_page: Opener) -> None:
    make_template("Another")
    template = make_template("This one")
    page = open_page("template", id=template)
    page.button(key=f"template.link.{template}.open").click().run()
    assert page.selectbox(key=f"template.link.{template}.template").value == template


def test_the_history_says_who_activated_what_when_and_why(open_page: Opener) -> None:
    template = make_template()
    first = make_published(template, "1.0.0")
    second = make_active(template, "1.1.0")
    activate_version(first, reason="1.1.0 asks twice", seen_active_id=second, actor="bea@acme.example")
    switch_off_template(template, reason="Not sold now", seen_active_id=first, actor="bea@acme.example")
    page = open_page("template", id=template)
    history = column(page, "What", table=-1)
    assert history[:3] == [
        "Switched the template off; 1.0.0 was active",
        "Rolled back to 1.0.0 from 1.1.0",
        "Activated 1.1.0; the template was off",
    ]
    assert column(page, "Why", table=-1)[:2] == ["Not sold now", "1.1.0 asks twice"]
    assert column(page, "Who", table=-1)[0] == "bea@acme.example"


def test_what_a_template_does_not_allow_is_grey_with_the_reason(open_page: Opener) -> None:
    template = make_template("GST registration")
    make_link(template, "gst")
    page = open_page("template", id=template)
    delete = page.button(key="template.delete.open")
    assert delete.disabled
    assert "is linked to gst" in delete.help
    assert page.button(key="template.switch_off.open").disabled


def test_a_custom_template_names_its_worker(open_page: Opener) -> None:
    page = open_page("template", id=make_custom_template(task_queue="payroll", workflow_type="HandOver"))
    assert "Custom · HandOver on task queue payroll" in words(page)


@pytest.mark.parametrize("query", [{}, {"id": "nobody"}, {"id": "x' OR 1=1"}])
def test_an_unknown_template_is_told_with_a_way_back(open_page: Opener, query: dict[str, str]) -> None:
    page = open_page("template", **query)
    assert "There is no template" in words(page) or "No template is chosen" in words(page)
    assert not page.exception


def signs(cells: list[object]) -> list[list[str]]:
    return [[*map(str, cast(Iterable[object], cell))] for cell in cells]
