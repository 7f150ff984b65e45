"""A large definition folds: the outer scopes stay, a person opens and closes what they like."""

import time

import pytest

from domain.definition_graph import Folding, Graph, NodeRole, definition_dot, definition_graph
from domain.json_types import JsonObject, JsonValue

NOTHING: JsonObject = {"set": {"a": 1}}


def sequence(number: int, name: str = "task") -> list[JsonValue]:
    return [{f"{name}{index}": NOTHING} for index in range(number)]


def phases(phases: int, tasks: int) -> JsonObject:
    return {"do": [{f"phase{index}": {"do": sequence(tasks)}} for index in range(phases)]}


def folds(graph: Graph) -> list[str]:
    return [node.title for node in graph.nodes if node.role is NodeRole.FOLD]


def test_a_small_definition_is_drawn_whole() -> None:
    assert folds(definition_graph(phases(5, 8))) == []


@pytest.mark.parametrize("definition", [phases(10, 20), {"do": sequence(200)}, phases(200, 1), phases(3, 600)])
def test_a_large_one_stays_within_its_budget(definition: JsonObject) -> None:
    graph = definition_graph(definition, budget=70)
    assert folds(graph)
    assert len([node for node in graph.nodes if node.role is not NodeRole.FOOT]) <= 70 + 2


def test_a_fold_counts_the_tasks_inside_it() -> None:
    graph = definition_graph({"do": [{"outer": {"do": [{"inner": {"do": sequence(3)}}]}}]}, budget=1)
    assert graph.nodes[1].line == "4 tasks"


def test_outer_scopes_open_before_inner_ones() -> None:
    inner: JsonValue = {"do": sequence(5)}
    definition: JsonObject = {"do": [{"a": {"do": [{"deep": inner}]}}, {"b": {"do": sequence(3)}}]}
    assert folds(definition_graph(definition, budget=8)) == ["deep"]


def test_a_long_list_is_cut_into_parts() -> None:
    graph = definition_graph({"do": sequence(100)}, Folding(closed=frozenset({"/do#0-24"})))
    assert graph.nodes[1].title == "Tasks 1 to 25"
    assert ("start", "/do#0-24") in [(edge.tail, edge.head) for edge in graph.edges]


def test_many_branches_are_cut_into_parts() -> None:
    graph = definition_graph({"do": [{"fan": {"fork": {"branches": sequence(40, "branch")}}}]})
    assert folds(graph) == [f"Branches {first} to {first + 7}" for first in (9, 17, 25, 33)]


def test_a_person_opens_and_folds_what_they_like() -> None:
    definition, scope = phases(10, 20), "/do/9/phase9"
    assert "phase9" in folds(definition_graph(definition))
    opened = Folding().toggled(scope, is_open=False)
    assert "phase9" not in folds(definition_graph(definition, opened))
    assert "phase9" in folds(definition_graph(definition, opened.toggled(scope, is_open=True)))


def test_opening_one_scope_folds_no_other() -> None:
    definition = phases(10, 20)
    before = folds(definition_graph(definition))
    after = folds(definition_graph(definition, Folding().toggled("/do/9/phase9", is_open=False)))
    assert set(before) - set(after) == {"phase9"}


def test_ways_into_and_out_of_a_fold_lead_to_the_fold() -> None:
    inner: JsonValue = [{"a": {**NOTHING, "then": "end"}}, *sequence(3)]
    definition: JsonObject = {"do": [{"scope": {"do": inner}}, {"after": NOTHING}]}
    graph = definition_graph(definition, Folding(closed=frozenset({"/do/0/scope"})))
    pairs = {(edge.tail, edge.head) for edge in graph.edges}
    assert {("/do/0/scope", "/do/1/after"), ("/do/0/scope", "end"), ("start", "/do/0/scope")} <= pairs


def test_a_thousand_tasks_become_a_drawing_in_a_tenth_of_a_second() -> None:
    definition = phases(50, 20)
    best = min(_seconds(definition) for _ in range(5))
    assert best < 0.1


def _seconds(definition: JsonObject) -> float:
    began = time.process_time()
    definition_dot(definition_graph(definition))
    return time.process_time() - began
