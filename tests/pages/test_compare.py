"""Two versions, compared."""

import pytest
from streamlit.testing.v1 import AppTest

from domain.json_types import JsonValue
from tests.factories import make_published, make_template, open_workflow
from tests.pages.conftest import Opener
from tests.pages.reading import column, words

pytestmark = pytest.mark.usefixtures("database")


def two_versions() -> tuple[str, str]:
    template = make_template()
    old = make_published(template, "1.0.0", open_workflow(do=[{"greet": {"set": {"hello": "world"}}}]))
    tasks: list[JsonValue] = [{"first": {"set": {"a": 1}}}, {"greet": {"set": {"hello": "<b>moon</b>"}}}]
    new = make_published(template, "1.1.0", open_workflow(do=tasks, version="1.1.0"))
    return old, new


def sides(page: AppTest) -> str:
    return "".join(str(html.proto.body) for html in page.get("html"))


def test_changes_are_counted_and_listed_by_part(open_page: Opener) -> None:
    old, new = two_versions()
    page = open_page("compare", a=old, b=new)
    assert "3 changes" in words(page)
    assert column(page, "Part") == ["document", "do › first", "do › greet"]
    assert column(page, "Change") == [["± Changed"], ["+ Added"], ["± Changed"]]
    assert column(page, "JSON Pointer") == ["/document/version", "/do/0", "/do/1/greet/set/hello"]


def test_both_sides_are_shown_literally(open_page: Opener) -> None:
    old, new = two_versions()
    shown = sides(open_page("compare", a=old, b=new))
    assert "&lt;b&gt;moon&lt;/b&gt;" in shown
    assert "<b>moon" not in shown


def test_swapping_keeps_the_address_in_step(open_page: Opener) -> None:
    old, new = two_versions()
    page = open_page("compare", a=old, b=new)
    page.button(key="compare.swap").click().run()
    assert (page.query_params["a"], page.query_params["b"]) == (new, old)
    assert column(page, "Change")[1] == ["− Removed"]


def test_choosing_another_version_changes_the_address(open_page: Opener) -> None:
    old, new = two_versions()
    page = open_page("compare", a=old, b=new)
    page.selectbox(key="compare.b").set_value(old).run()
    assert page.query_params["b"] == old
    assert "These are the same version" in words(page)


def test_without_a_choice_it_asks_for_one(open_page: Opener) -> None:
    make_template()
    assert "Choose two versions" in words(open_page("compare"))


def test_without_templates_it_says_so(open_page: Opener) -> None:
    assert "Nothing to compare yet" in words(open_page("compare"))


def test_an_unknown_version_is_told(open_page: Opener) -> None:
    old, _ = two_versions()
    assert "There is no version “nobody”" in words(open_page("compare", a=old, b="nobody"))
