"""Two definitions in one drawing."""

from typing import cast

from hypothesis import given, settings

from domain.definition_graph import Node, definition_dot
from domain.definition_graph.merged_graph import MergedGraph, merged_graph
from domain.diff.comparing import diff
from domain.diff.telling import lines_of
from domain.json_types import JsonObject, JsonValue
from tests.domain.change_samples import definition
from tests.domain.test_diff import VALUES

SET: JsonObject = {"set": {"x": 1}}


def merged(old: JsonValue, new: JsonValue) -> MergedGraph:
    return merged_graph(old, new, lines_of(diff(old, new), old, new))


def tasks(*names: str, **changed: JsonValue) -> JsonObject:
    return definition(*[cast(JsonValue, {name: {"set": {"x": changed.get(name, name)}}}) for name in names])


def states(graph: MergedGraph) -> list[tuple[str, str]]:
    paints = [(node, graph.painting.tasks.get(node.id)) for node in graph.graph.nodes]
    return [(node.title, str(paint.state)) for node, paint in paints if paint]


def ways(graph: MergedGraph) -> set[tuple[str, str, str]]:
    titles = {node.id: node.title for node in graph.graph.nodes}
    return {(titles[edge.tail], titles[edge.head], str(edge.state)) for edge in graph.graph.edges}


def line_of(graph: MergedGraph, title: str) -> str:
    node: Node = next(node for node in graph.graph.nodes if node.title == title)
    return graph.painting.tasks[node.id].line


def test_what_is_gone_stands_between_what_stood_around_it() -> None:
    found = merged(tasks("a", "b", "c"), tasks("a", "n", "c", c=2))
    assert [name for name, _ in states(found)] == ["a", "b", "n", "c"]
    assert dict(states(found)) == {"a": "same", "b": "removed", "n": "added", "c": "changed"}


def test_old_ways_and_new_ways_are_told_apart() -> None:
    found = merged(tasks("a", "b"), tasks("a", "n", "b"))
    assert ways(found) >= {("a", "b", "removed"), ("a", "n", "added"), ("n", "b", "added"), ("b", "End", "")}


def test_a_moved_task_stands_at_its_new_place_alone() -> None:
    found = merged(tasks("a", "b", "c", "d"), tasks("a", "c", "d", "b"))
    assert states(found) == [("a", "same"), ("c", "same"), ("d", "same"), ("b", "moved")]
    assert line_of(found, "b") == "Moved"


def test_a_task_counts_its_own_changes() -> None:
    old, new = definition({"a": SET}), definition({"a": {"set": {"x": 2, "y": 1}, "if": ".x"}})
    assert line_of(merged(old, new), "a") == "3 changes"


def test_a_renamed_task_tells_its_old_name() -> None:
    body: JsonObject = {"call": "http", "with": {"method": "get", "endpoint": "https://a.example/one"}}
    found = merged(definition({"charge": body}, {"b": SET}), definition({"bill": body}, {"b": SET}))
    assert states(found)[0] == ("bill", "renamed")
    assert line_of(found, "bill") == "was charge"
    both = merged(
        definition({"charge": body}, {"b": SET}, {"c": SET}), definition({"b": SET}, {"c": SET}, {"bill": body})
    )
    assert line_of(both, "bill") == "Moved · was charge"


def test_another_condition_of_a_way_is_a_change_of_it() -> None:
    cases: list[JsonValue] = [{"switch": [{"c": {"when": when, "then": "end"}}]} for when in (".x", ".y")]
    old, new = (definition({"s": case}, {"b": SET}) for case in cases)
    (edge,) = [edge for edge in merged(old, new).graph.edges if edge.label == "c"]
    assert (edge.state, edge.detail) == ("changed", ".y (was .x)")


def test_what_changed_deep_inside_unfolds_by_itself() -> None:
    names = [f"t{number}" for number in range(200)]
    found = merged(tasks(*names), tasks(*names, t190="other"))
    titles = [node.title for node in found.graph.nodes]
    assert "t190" in titles
    assert "t10" not in titles
    many = [f"t{number}" for number in range(3000)]
    assert "t1900" in [node.title for node in merged(tasks(*many), tasks(*many, t1900="other")).graph.nodes]
    wide: JsonObject = {"wide": {"do": [cast(JsonValue, {f"w{number}": SET}) for number in range(80)]}}
    bodies: list[JsonObject] = [SET, {"wait": "PT1M"}]
    loops: list[JsonObject] = [{"for": {"in": ".x"}, "do": [{"inner": body}]} for body in bodies]
    one, two = (definition(wide, {"deep": {"do": [{"loop": loop}]}}) for loop in loops)
    assert "inner" in [node.title for node in merged(one, two).graph.nodes]


def test_a_fold_tells_what_changed_inside() -> None:
    names = [f"t{number}" for number in range(200)]
    found = merged(tasks(*names), tasks(*names, **dict.fromkeys(names, "other")))
    (fold,) = [node for node in found.graph.nodes if node.title == "Tasks 176 to 200"]
    assert found.painting.tasks[fold.id].line == "inside 25 changed"
    assert found.painting.tasks[fold.id].state == "changed"
    assert len(found.lines[fold.id]) == 25


def test_the_catch_path_tells_its_own_changes() -> None:
    def trying(times: int) -> JsonObject:
        return definition({"t": {"try": [{"a": SET}], "catch": {"retry": {"limit": {"attempt": {"count": times}}}}}})

    def states_of(old: JsonObject, new: JsonObject) -> list[str]:
        found = merged(old, new)
        return [str(found.painting.tasks[node].state) for node in ("/do/0/t", "/do/0/t#catch")]

    assert states_of(trying(1), trying(2)) == ["same", "changed"]
    found = merged(trying(1), trying(2))
    assert [line.words for line in found.lines["/do/0/t#catch"]] == ["`t` now retries 2 times, was 1"]
    assert "icon-catch orange painted here changed" in definition_dot(found.graph, found.painting)
    assert states_of(trying(1), trying(1)) == ["same", "same"]
    assert states_of(definition(), trying(1)) == ["added", "added"]


def test_a_state_is_told_by_more_than_colour() -> None:
    found = merged(tasks("a", "b"), tasks("a", "n"))
    text = definition_dot(found.graph, found.painting)
    assert "− Removed" in text
    assert "+ Added" in text
    assert "dashed" in next(line for line in text.splitlines() if '"/do/1/b%23gone" [' in line)


def test_equal_definitions_have_nothing_to_tell() -> None:
    same = tasks("a", "b")
    assert {state for _, state in states(merged(same, same))} == {"same"}


@settings(deadline=None, max_examples=60)
@given(VALUES, VALUES)
def test_any_two_definitions_can_be_drawn(old: JsonValue, new: JsonValue) -> None:
    one: JsonValue = {"document": {"dsl": "1"}, "do": [{"a": {"do": old}}, {"b": {"try": new, "catch": {"do": old}}}]}
    two: JsonValue = {"document": {"dsl": "1"}, "do": [{"b": {"fork": {"branches": old}}}, {"a": {"do": new}}]}
    for pair in ((one, two), (two, one), ({"do": old}, {"do": new})):
        found = merged(*pair)
        ids = {node.id for node in found.graph.nodes}
        assert all(edge.tail in ids and edge.head in ids for edge in found.graph.edges)
        assert definition_dot(found.graph, found.painting)
