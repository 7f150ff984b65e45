"""Two versions, compared."""

import re

import pytest
from streamlit.testing.v1 import AppTest

from domain.json_types import JsonValue
from tests.factories import make_custom_template, make_published, make_template, open_workflow
from tests.pages.conftest import Opener
from tests.pages.reading import words
from ui.compare.changes import MOST_SHOWN

pytestmark = pytest.mark.usefixtures("database", "without_pieces")


def two_versions() -> tuple[str, str]:
    template = make_template()
    old = make_published(template, "1.0.0", open_workflow(do=[{"greet": {"set": {"hello": "world"}}}]))
    tasks: list[JsonValue] = [{"first": {"set": {"a": 1}}}, {"greet": {"set": {"hello": "<b>moon</b>"}}}]
    new = make_published(template, "1.1.0", open_workflow(do=tasks, version="1.1.0"))
    return old, new


def sides(page: AppTest) -> str:
    return "".join(str(html.proto.body) for html in page.get("html"))


def lines(page: AppTest) -> list[str]:
    return [re.sub(r"\\(.)", r"\1", each.label) for each in page.button if (each.key or "").startswith("change-")]


def test_of_very_many_changes_the_riskiest_are_listed(open_page: Opener) -> None:
    template = make_template()

    def version(number: str, said: str, output: str) -> str:
        tasks: list[JsonValue] = [{f"step{each}": {"set": {"said": said}}} for each in range(MOST_SHOWN + 1)]
        return make_published(template, number, {**open_workflow(do=tasks, version=number), "output": {"as": output}})

    page = open_page("compare", a=version("1.0.0", "one", "${ .a }"), b=version("1.1.0", "two", "${ .b }"))
    assert len(lines(page)) == MOST_SHOWN
    assert "the workflow now gives as its output" in lines(page)[0]


def test_changes_are_told_in_words_and_counted(open_page: Opener) -> None:
    old, new = two_versions()
    page = open_page("compare", a=old, b=new)
    assert "3 changes" in words(page)
    assert any("`first` was added" in line for line in lines(page))
    assert any("`hello`" in line and "`world`" in line for line in lines(page))
    assert not any("<b>" in line.replace("`<b>moon</b>`", "") for line in lines(page))


def test_a_line_leads_to_its_place_side_by_side_and_the_address_says_so(open_page: Opener) -> None:
    old, new = two_versions()
    page = open_page("compare", a=old, b=new)
    line = next(each for each in page.button if "was added" in each.label and (each.key or "").startswith("change-"))
    page = line.click().run()
    assert (page.query_params["view"], page.query_params["at"]) == ("sides", "/do/0")
    assert "first" in sides(page)


def test_both_sides_are_shown_literally(open_page: Opener) -> None:
    old, new = two_versions()
    shown = sides(open_page("compare", a=old, b=new, view="sides"))
    assert "&lt;b&gt;moon&lt;/b&gt;" in shown
    assert "<b>moon" not in shown


def test_swapping_keeps_the_address_in_step(open_page: Opener) -> None:
    old, new = two_versions()
    page = open_page("compare", a=old, b=new, view="sides", at="/do/0")
    page.button(key="compare.swap").click().run()
    assert (page.query_params["a"], page.query_params["b"]) == (new, old)
    assert "at" not in page.query_params


def test_choosing_another_version_changes_the_address(open_page: Opener) -> None:
    old, new = two_versions()
    page = open_page("compare", a=old, b=new)
    page.selectbox(key="compare.b").set_value(old).run()
    assert page.query_params["b"] == old
    assert "These are the same version" in words(page)


def test_versions_of_two_templates_are_compared_under_both_names(open_page: Opener) -> None:
    old, _ = two_versions()
    other = make_published(make_template("Another one"), "3.0.0", open_workflow(version="3.0.0"))
    page = open_page("compare", a=old, b=other)
    assert page.selectbox(key="compare.b.template").value != page.selectbox(key="compare.a.template").value
    assert "Another one 3\\.0\\.0" in " ".join(str(each.proto.label) for each in page.get("page_link"))


def test_another_template_on_one_side_leaves_the_other_alone(open_page: Opener) -> None:
    old, new = two_versions()
    other = make_template("Another one")
    page = open_page("compare", a=old, b=new)
    page.selectbox(key="compare.b.template").set_value(other).run()
    assert page.query_params["a"] == old
    assert "b" not in page.query_params
    assert "Choose two versions" in words(page)


def test_a_custom_definition_has_no_graph(open_page: Opener) -> None:
    template = make_custom_template()
    versions = [make_published(template, number, {"step": number}) for number in ("1.0.0", "1.1.0")]
    page = open_page("compare", a=versions[0], b=versions[1], view="graph")
    assert "1 change" in words(page)
    assert page.session_state["compare.view"] == "changes"


def test_the_diff_can_be_taken_away_as_a_patch_and_as_markdown(open_page: Opener) -> None:
    old, new = two_versions()
    page = open_page("compare", a=old, b=new)
    assert [each.proto.label for each in page.get("download_button")] == ["Markdown", "JSON Patch"]


def test_without_a_choice_it_asks_for_one(open_page: Opener) -> None:
    make_template()
    assert "Choose two versions" in words(open_page("compare"))


def test_without_templates_it_says_so(open_page: Opener) -> None:
    assert "Nothing to compare yet" in words(open_page("compare"))


def test_an_unknown_version_is_told(open_page: Opener) -> None:
    old, _ = two_versions()
    assert "There is no version “nobody”" in words(open_page("compare", a=old, b="nobody"))
