"""A definition as a graph: what is drawn of each construct, and where the flow goes."""

import pytest

from domain.definition_graph import END, START, EdgeRole, Folding, Graph, Node, NodeRole, definition_graph
from domain.definition_graph.kinds import Kind
from domain.json_types import JsonObject, JsonValue
from domain.open_workflow.tasks import KINDS

NOTHING: JsonObject = {"set": {"a": 1}}
ASK: JsonObject = {"call": "human-task:1.0.0@default", "with": {"title": "Ask"}}


def drawn(*tasks: JsonValue, **more: JsonValue) -> Graph:
    return definition_graph({"do": [*tasks], **more})


def node(graph: Graph, title: str) -> Node:
    return next(each for each in graph.nodes if each.title == title)


def ways(graph: Graph) -> list[tuple[str, str]]:
    """Edges as pairs of titles; a foot is called by the scope that it closes."""
    names = {
        each.id: each.title or f"foot of {each.id.rpartition('/')[2].removesuffix('#foot')}" for each in graph.nodes
    }
    return [(names[edge.tail], names[edge.head]) for edge in graph.edges if edge.role is not EdgeRole.ORDER]


def roles(graph: Graph) -> dict[tuple[str, str], EdgeRole]:
    return {pair: edge.role for pair, edge in zip(ways(graph), graph.edges, strict=False)}


def test_tasks_follow_each_other_from_start_to_end() -> None:
    assert ways(drawn({"a": NOTHING}, {"b": NOTHING})) == [("Start", "a"), ("a", "b"), ("b", "End")]


def test_an_id_is_the_tasks_reference_at_run_time() -> None:
    graph = drawn({"outer": {"do": [{"in/ner": NOTHING}]}})
    assert node(graph, "in/ner").id == "/do/0/outer/do/0/in~1ner"


@pytest.mark.parametrize(
    ("task", "kind", "line"),
    [
        (
            {"call": "http", "with": {"method": "post", "endpoint": "https://a.example/x"}},
            Kind.HTTP,
            "POST a.example/x",
        ),
        ({"call": "http", "with": {"method": "get", "endpoint": {"uri": "${ .uri }"}}}, Kind.HTTP, "GET .uri"),
        (
            {"call": "http", "with": {"method": "get", "endpoint": "https://me:pw@a.example/x?token=t&n=1"}},
            Kind.HTTP,
            "GET ⟦hidden⟧@a.example/x?token=⟦hidden⟧&n=1",
        ),
        ({"call": "openapi", "with": {"operationId": "getPet"}}, Kind.FUNCTION, "openapi · getPet"),
        ({"call": "sendLetter"}, Kind.FUNCTION, "sendLetter"),
        (
            {"call": "human-task:1.0.0@default", "with": {"assignee": "bea", "form": {"properties": {"a": {}}}}},
            Kind.HUMAN,
            "bea · form: 1 field",
        ),
        (
            {"call": "human-task:1.0.0@default", "with": {"candidateGroups": ["a", "b", "c"]}},
            Kind.HUMAN,
            "a, b and 1 more",
        ),
        ({"set": {"a": 1, "b": 2}}, Kind.SET, "a, b"),
        ({"wait": {"days": 5}}, Kind.WAIT, "wait 5 days"),
        ({"wait": "PT1H30M"}, Kind.WAIT, "wait 1 hour 30 min"),
        ({"listen": {"to": {"one": {"with": {"type": "paid"}}}}}, Kind.LISTEN, "paid"),
        (
            {"listen": {"to": {"any": [{"with": {"type": "a"}}, {"with": {"type": "b"}}]}}},
            Kind.LISTEN,
            "any of 2 events",
        ),
        ({"listen": {"to": {"any": [], "until": "${ .done }"}}}, Kind.LISTEN, "any event · until .done"),
        ({"emit": {"event": {"with": {"type": "done"}}}}, Kind.EMIT, "done"),
        ({"raise": {"error": "notFound"}}, Kind.RAISE, "notFound"),
        ({"raise": {"error": {"title": "Too late", "status": 408}}}, Kind.RAISE, "Too late · 408"),
        ({"run": {"workflow": {"name": "kyc", "version": "1.2.0"}}}, Kind.WORKFLOW, "kyc 1.2.0"),
        ({"run": {"workflow": {"name": "kyc"}, "await": False}}, Kind.WORKFLOW, "kyc · goes on at once"),
        ({"run": {"shell": {"command": "ls"}}}, Kind.PROCESS, "shell"),
        ({"switch": [{"a": {"then": "end"}}]}, Kind.SWITCH, "1 case"),
        ({"for": {"each": "x", "in": "${ .xs }"}, "do": [{"a": NOTHING}]}, Kind.FOR, "for each x in .xs"),
        ({"fork": {"compete": True, "branches": [{"a": NOTHING}]}}, Kind.FORK, "1 branch, the first to end wins"),
    ],
)
def test_a_card_says_what_its_task_does(task: JsonObject, kind: Kind, line: str) -> None:
    found = node(drawn({"it": task}), "it")
    assert (found.kind, found.line) == (kind, line)


def test_every_kind_of_the_language_is_known() -> None:
    unknown = [kind for kind in KINDS if node(drawn({"it": {kind: {}}}), "it").kind is Kind.UNKNOWN]
    assert unknown == []


def test_conditions_and_limits_are_marked() -> None:
    timeouts: JsonObject = {"timeouts": {"soon": {"after": "PT5M"}}}
    found = drawn({"a": {**NOTHING, "if": "${ .x > 1 }", "timeout": "soon"}}, use=timeouts)
    assert node(found, "a").marks == ("if .x > 1", "at most 5 min")


def test_each_case_of_a_switch_is_a_way_with_its_condition() -> None:
    cases: JsonValue = [{"big": {"when": "${ .n > 9 }", "then": "b"}}, {"rest": {"then": "end"}}]
    graph = drawn({"pick": {"switch": cases}}, {"a": NOTHING}, {"b": NOTHING})
    found = [(edge.label, edge.detail, edge.head) for edge in graph.edges if edge.role is EdgeRole.CASE]
    assert found == [("big", ".n > 9", "/do/2/b"), ("rest", "otherwise", END)]


def test_without_a_default_a_switch_goes_on_when_no_case_fits() -> None:
    graph = drawn({"pick": {"switch": [{"big": {"when": ".n > 9", "then": "end"}}]}}, {"a": NOTHING})
    assert ("pick", "a") in ways(graph)


def test_then_leads_forward_backward_and_to_the_end() -> None:
    graph = drawn({"a": {**NOTHING, "then": "c"}}, {"b": {**NOTHING, "then": "end"}}, {"c": {**NOTHING, "then": "b"}})
    assert ways(graph) == [("Start", "a"), ("a", "c"), ("b", "End"), ("c", "b")]


def test_a_skipped_task_goes_on_whatever_its_then_says() -> None:
    graph = drawn({"a": {**NOTHING, "if": ".x", "then": "end"}}, {"b": NOTHING})
    assert roles(graph)["a", "b"] is EdgeRole.SKIP


def test_an_error_that_is_raised_leads_nowhere() -> None:
    graph = drawn({"a": {"raise": {"error": "x"}}})
    assert ways(graph) == [("Start", "a")]


def test_exit_leaves_its_scope_and_end_the_workflow() -> None:
    inner: JsonValue = [{"a": {**NOTHING, "then": "exit"}}, {"b": {**NOTHING, "then": "end"}}]
    graph = drawn({"scope": {"do": inner}}, {"after": NOTHING})
    assert ("a", "foot of scope") in ways(graph)
    assert ("foot of scope", "after") in ways(graph)
    assert ("b", "End") in ways(graph)


def test_a_scope_through_which_one_way_leads_has_no_foot() -> None:
    graph = drawn({"scope": {"do": [{"a": NOTHING}]}}, {"after": NOTHING})
    assert ways(graph) == [("Start", "scope"), ("scope", "a"), ("a", "after"), ("after", "End")]


def test_a_scope_is_a_cluster_with_its_head_inside() -> None:
    graph = drawn({"scope": {"do": [{"a": NOTHING}]}})
    assert [cluster.id for cluster in graph.clusters] == ["/do/0/scope"]
    assert node(graph, "scope").role is NodeRole.HEAD
    assert {node(graph, title).parent for title in ("scope", "a")} == {"/do/0/scope"}


def test_a_loop_leads_back_to_its_head() -> None:
    graph = drawn({"each": {"for": {"in": ".xs"}, "while": "${ .go }", "do": [{"a": NOTHING}]}})
    assert roles(graph)["foot of each", "each"] is EdgeRole.LOOP
    assert node(graph, "each").marks == ("while .go",)


def test_a_parallel_loop_does_not() -> None:
    parallel: JsonObject = {"pointsman/parallel": True, "pointsman/maxConcurrency": 3}
    graph = drawn({"each": {"metadata": parallel, "for": {"in": ".xs"}, "do": [{"a": NOTHING}]}})
    assert EdgeRole.LOOP not in roles(graph).values()
    assert node(graph, "each").marks == ("side by side, at most 3 at once",)


def test_branches_of_a_fork_meet_again() -> None:
    graph = drawn({"both": {"fork": {"branches": [{"a": NOTHING}, {"b": NOTHING}]}}})
    assert {("both", "a"), ("both", "b"), ("a", "foot of both"), ("b", "foot of both")} <= set(ways(graph))


def test_a_catch_says_what_it_takes_and_how_it_retries() -> None:
    catch: JsonObject = {
        "errors": {"with": {"type": "https://spec.example/errors/communication", "status": 503}},
        "retry": {"delay": {"seconds": 2}, "backoff": {"exponential": {}}, "limit": {"attempt": {"count": 4}}},
        "do": [{"mend": NOTHING}],
    }
    graph = drawn({"safe": {"try": [{"a": NOTHING}], "catch": catch}}, {"after": NOTHING})
    path = next(each for each in graph.nodes if each.kind is Kind.CATCH)
    assert path.title == "Catch communication errors with status 503"
    assert path.line == "retry 4 times, after 2 s, doubling"
    assert roles(graph)["safe", path.title] is EdgeRole.CAUGHT
    assert {(path.title, "mend"), ("mend", "foot of safe"), ("a", "foot of safe")} <= set(ways(graph))


def test_a_catch_without_tasks_goes_on_or_raises_again() -> None:
    swallowing = drawn({"safe": {"try": [{"a": NOTHING}], "catch": {}}})
    assert ("Catch every error", "foot of safe") in ways(swallowing)
    raising = drawn({"safe": {"try": [{"a": NOTHING}], "catch": {"retry": {"delay": "PT1S"}}}})
    assert "Catch every error" not in [tail for tail, _ in ways(raising)]


def test_the_then_of_a_catch_is_followed() -> None:
    catch: JsonObject = {"do": [{"mend": NOTHING}], "then": "end"}
    graph = drawn({"safe": {"try": [{"a": NOTHING}], "catch": catch}}, {"after": NOTHING})
    assert ("mend", "End") in ways(graph)


def test_a_task_that_nothing_leads_to_says_so() -> None:
    graph = drawn({"a": {**NOTHING, "then": "end"}}, {"lost": NOTHING})
    assert node(graph, "lost").problem == "no way leads here"
    assert node(graph, "a").problem == ""


@pytest.mark.parametrize(
    ("item", "title", "problem"),
    [
        (7, "Entry 1", "is no named task"),
        ({"a": NOTHING, "b": NOTHING}, "Entry 1", "is no named task"),
        ({"a": "text"}, "a", "is no object"),
        ({"a": {"sett": {}}}, "a", "has no known kind"),
        ({"a": {"do": []}}, "a", "has no tasks"),
        ({"a": {"for": 5, "do": "x"}}, "a", "has no tasks"),
        ({"a": {"fork": None}}, "a", "has no tasks"),
        ({"a": {"try": 1, "catch": 2}}, "a", "has no tasks"),
        ({"a": {**NOTHING, "then": "nowhere"}}, "a", "leads to “nowhere”, which is not here"),
        ({"a": {**NOTHING, "then": 5}}, "a", "leads to “5”, which is not here"),
        ({"a": {"switch": [{"x": {"when": ".a", "then": "y"}}]}}, "a", "leads to “y”, which is not here"),
    ],
)
def test_what_is_not_understood_is_drawn_and_marked(item: JsonValue, title: str, problem: str) -> None:
    assert node(drawn(item), title).problem == problem


@pytest.mark.parametrize("definition", [None, 7, "text", [], {}, {"do": None}, {"do": {}}, {"do": []}])
def test_no_tasks_are_a_start_and_an_end(definition: JsonValue) -> None:
    assert [each.id for each in definition_graph(definition).nodes] == [START, END]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("value", [None, 7, "text", [], [7], {}, {"do": 7}, {"to": 7}, {"branches": [7]}, {"with": []}])
def test_no_draft_breaks_the_drawing(kind: str, value: JsonValue) -> None:
    odd: JsonObject = {kind: value, "do": value, "catch": value, "with": value, "if": value, "timeout": value}
    assert node(drawn({"it": odd}, timeout=value, use=value), "it").id == "/do/0/it"


def test_a_very_deep_definition_is_drawn_as_far_as_it_goes() -> None:
    task = NOTHING
    for _ in range(90):
        task = {"do": [{"inner": task}]}
    graph = definition_graph({"do": [{"outer": task}]}, Folding(), budget=1000)
    assert graph.nodes[-2].problem == "is nested too deeply to be drawn further"
