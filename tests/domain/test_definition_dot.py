"""A definition's graph as DOT: hostile names stay text, a run paints its tasks."""

import re

import pytest

from domain.definition_graph import Folding, Paint, Painting, definition_dot, definition_graph
from domain.json_types import JsonObject, JsonValue

NOTHING: JsonObject = {"set": {"a": 1}}
DONE = Paint("green", "✓", "Completed · 3 s", 2)
BAD = Paint("red", "✕", "Faulted", 6)


def dot(*tasks: JsonValue, painting: Painting | None = None) -> str:
    return definition_dot(definition_graph({"do": [*tasks]}), painting)


def statement(text: str, name: str) -> str:
    """The statement of one node."""
    return next(line for line in text.splitlines() if line.strip().startswith(f'"{name}" ['))


@pytest.mark.parametrize(
    ("name", "drawn"),
    [
        ('say "hi"', "say &quot;hi&quot;"),
        ("<b>bold</b> & more", "&lt;b&gt;bold&lt;/b&gt; &amp; more"),
        ("\\N", "\\\\N"),
        ("over\u202eturned\x00", "over turned"),
        ("", "(no name)"),
        ("x" * 80, f"{'x' * 29}…"),
    ],
)
def test_a_name_is_drawn_literally(name: str, drawn: str) -> None:
    assert f"<b>{drawn}</b>" in dot({name: NOTHING})


def test_a_name_cannot_break_the_graph() -> None:
    text = dot({'a" -> b; x [label="': NOTHING})
    assert '"/do/0/a%22%20-%3E%20b%3B%20x%20%5Blabel%3D%22"' in text
    assert 'tooltip="a\\" -> b; x [label=\\"' in text


def test_no_hostile_text_opens_a_tag_or_ends_a_statement() -> None:
    bad = '"];<img src="http://foreign.example/x.png">\n}'
    case: JsonValue = {bad: {"when": bad, "then": "end"}}
    text = dot(
        {bad: {"call": "http", "with": {"method": bad, "endpoint": bad}, "if": bad}}, {"pick": {"switch": [case]}}
    )
    assert "<img" not in re.sub(r'"(?:[^"\\]|\\.)*"', "", text)
    assert text.count("digraph") == 1


def test_a_condition_is_shortened_with_the_whole_of_it_as_tooltip() -> None:
    text = dot({"pick": {"switch": [{"x": {"when": "a" * 300, "then": "end"}}]}})
    assert f"{'a' * 29}…" in text
    assert f'labeltooltip="x · {"a" * 300}"' in text


def test_kinds_are_told_by_sign_and_by_class() -> None:
    text = statement(dot({"a": {"wait": {"days": 1}}}), "/do/0/a")
    assert "◷" in text
    assert "icon-wait" in text


def test_a_backward_way_keeps_the_direction_of_the_page() -> None:
    text = dot({"a": NOTHING}, {"b": {**NOTHING, "then": "a"}})
    assert '"/do/0/a" -> "/do/1/b" [class="jump backward", weight=1, dir=back];' in text


def test_clusters_are_nested_as_their_scopes_are() -> None:
    text = dot({"outer": {"do": [{"inner": {"do": [{"a": NOTHING}]}}]}}, {"b": NOTHING})
    assert re.search(r'cluster_0 .*"/do/0/outer" .*cluster_1 .*inner/do/0/a" .*\}\s+\}\s+"/do/1/b"', text, re.DOTALL)


def test_a_catch_is_dashed() -> None:
    text = dot({"safe": {"try": [{"a": NOTHING}], "catch": {"do": [{"b": NOTHING}]}}})
    assert 'graph [style="rounded,dashed"' in text
    assert 'class="caught"' in text


def test_paint_is_colour_and_sign_and_words() -> None:
    text = dot({"a": NOTHING}, {"b": NOTHING}, painting=Painting({"/do/0/a": DONE}))
    assert "✓ Completed · 3 s" in statement(text, "/do/0/a")
    assert "green" in statement(text, "/do/0/a")
    assert "○ Not reached" in statement(text, "/do/1/b")


def test_the_worst_of_a_folded_part_paints_it() -> None:
    tasks: list[JsonValue] = [{f"task{index}": NOTHING} for index in range(100)]
    graph = definition_graph({"do": tasks}, Folding(closed=frozenset({"/do#0-24"})))
    painting = Painting({"/do/0/task0": DONE, "/do/3/task3": BAD})
    assert "✕ Faulted, one of 25" in statement(definition_dot(graph, painting), "/do#0-24".replace("#", "%23"))


def test_a_sub_workflow_leads_on_until_it_is_painted() -> None:
    task: JsonValue = {"child": {"run": {"workflow": {"name": "kyc", "version": "1.0.0"}}}}
    assert " leads" in statement(dot(task), "/do/0/child")
    assert " leads" not in statement(dot(task, painting=Painting({})), "/do/0/child")
