"""The family of an execution as DOT."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import pytest

from domain import tree_graph
from domain.tree_folding import MANY, Below, fold_family
from domain.vocabulary import ExecutionStatus, RuntimeStatus


@dataclass(frozen=True)
class Node:
    id: str
    parent_id: str | None = None
    name: str = "Incorporation"
    status: ExecutionStatus = ExecutionStatus.STARTED
    runtime_status: RuntimeStatus | None = None
    on_temporal_only: bool = False


def tree_dot(nodes: Sequence[Node], current: str | None) -> str:
    """Folded and drawn."""
    return tree_graph.tree_dot(fold_family(nodes, current), {node.id: node for node in nodes}, current)


def family(children: int, status: ExecutionStatus = ExecutionStatus.COMPLETED) -> list[Node]:
    return [Node("root"), *(Node(f"child{number}", "root", status=status) for number in range(children))]


def boxes(dot: str) -> int:
    return dot.count("label=<")


def test_a_child_hangs_below_its_parent() -> None:
    assert '"root" -> "child0"' in tree_dot(family(1), "root")


def test_status_shows_as_colour_and_as_sign() -> None:
    dot = tree_dot([Node("a", status=ExecutionStatus.FAILED)], None)
    assert 'class="red"' in dot
    assert "✕ Failed" in dot


def test_a_runtime_status_that_says_more_stands_beside_the_status() -> None:
    node = Node("a", status=ExecutionStatus.FAILED, runtime_status=RuntimeStatus.TERMINATED)
    assert "✕ Failed · terminated" in tree_dot([node], None)


def test_only_the_current_one_is_marked() -> None:
    dot = tree_dot(family(3), "child1")
    assert re.findall(r'"(\w+)" \[class="\w+ current"', dot) == ["child1"]


@pytest.mark.parametrize(
    ("name", "drawn"),
    [
        ('say "hi"', "say &quot;hi&quot;"),
        ("<b>bold</b> & more", "&lt;b&gt;bold&lt;/b&gt; &amp; more"),
        ("back\\slash\\", "back\\\\slash\\\\"),
        ("\\N", "\\\\N"),
        ("rocket 🚀", "rocket 🚀"),
        ("שלום", "שלום"),
        ("over\u202eturned\x00", "over turned"),
        ("", "(no name)"),
    ],
)
def test_a_name_is_drawn_literally(name: str, drawn: str) -> None:
    assert f"<b>{drawn}</b>" in tree_dot([Node("a", name=name)], None)


def test_a_tooltip_cannot_end_its_own_quotes() -> None:
    assert 'tooltip="a\\" b\\\\", color' in tree_dot([Node("a", name='a" b\\')], None)


def test_a_long_name_is_shortened_with_the_full_one_as_tooltip() -> None:
    dot = tree_dot([Node("a", name="x" * 80)], None)
    assert f"<b>{'x' * 33}…</b>" in dot
    assert f'tooltip="{"x" * 80}"' in dot


def test_an_id_cannot_break_the_graph() -> None:
    assert '"a%22%20-%3E%20b"' in tree_dot([Node('a" -> b')], None)


def test_two_hundred_members_are_drawn_one_by_one() -> None:
    assert boxes(tree_dot(family(199), "root")) == 200


def test_a_larger_family_folds_by_status_with_counts() -> None:
    dot = tree_dot([*family(300), Node("bad", "root", status=ExecutionStatus.FAILED)], "child7")
    assert "299 completed" in dot
    assert '"child7"' in dot
    assert '"bad"' in dot
    assert boxes(dot) == 4


def test_a_fold_counts_what_is_below_it() -> None:
    members = [Node("root"), *(Node(f"c{number}", "root") for number in range(20))]
    members += [Node(f"d{number}", "c1") for number in range(5)]
    folds = fold_family(members, None, limit=10).folds
    assert [(fold.size, fold.below) for fold in folds] == [(20, Below(5, 0))]


def test_the_way_to_a_deep_current_one_is_always_drawn() -> None:
    members = [*family(300), Node("level0", "child5")]
    members += [Node(f"level{depth}", f"level{depth - 1}") for depth in range(1, 50)]
    shown = fold_family(members, "level49").shown
    assert {f"level{depth}" for depth in range(50)} <= set(shown)


def test_failed_ones_come_before_completed_ones() -> None:
    bad = ExecutionStatus.FAILED
    members = [*family(5), Node("worst", "root", status=bad)]
    assert fold_family(members, None).shown == ("root", "worst", *(f"child{number}" for number in range(5)))
    many = [*family(300), *(Node(f"bad{number}", "root", status=bad) for number in range(300))]
    assert [fold.statuses for fold in fold_family(many, None).folds] == [
        ((bad, 300),),
        ((ExecutionStatus.COMPLETED, 300),),
    ]


def test_a_node_tells_how_many_below_it_failed() -> None:
    members = [*family(3), Node("worst", "child1", status=ExecutionStatus.FAILED)]
    dot = tree_dot(members, "root")
    assert "▶ Started · ✕ 1 of 4 below" in dot
    assert "✓ Completed · ✕ 1 of 1 below" in dot


def test_where_there_is_no_room_a_fold_holds_several_statuses() -> None:
    members = [Node("root"), *(Node(f"c{number}", "root") for number in range(7))]
    for number in range(7):
        members += [Node(f"x{number}.{each}", f"c{number}") for each in range(20)]
        members += [Node(f"y{number}.{each}", f"c{number}", status=ExecutionStatus.FAILED) for each in range(20)]
    folded = fold_family(members, None, limit=8)
    assert len(folded.shown) + len(folded.folds) <= 2 * 8
    assert folded.folds[-1].statuses == ((ExecutionStatus.FAILED, 20), (ExecutionStatus.STARTED, 20))


def test_an_opened_fold_draws_so_many_of_it_and_closes_again() -> None:
    members = family(300)
    [fold] = fold_family(members, "root").folds
    opened = fold_family(members, "root", opened={fold.key: 50})
    assert len(opened.shown) == 51
    assert [(each.key, each.size) for each in opened.folds] == [(fold.key, 250)]


def test_a_family_of_many_small_families_stays_a_small_drawing() -> None:
    done = ExecutionStatus.COMPLETED
    members = [Node("n0"), *(Node(f"n{number}", f"n{(number - 1) // 3}", status=done) for number in range(1, 20_000))]
    folded = fold_family(members, "n19999")
    assert len(folded.shown) + len(folded.folds) <= 2 * MANY + 50


def test_fifty_thousand_members_become_a_small_drawing() -> None:
    assert boxes(tree_dot(family(50_000), "child49999")) == 3


def test_a_parent_that_is_unknown_or_oneself_makes_a_root() -> None:
    dot = tree_dot([Node("a", "gone"), Node("b", "b"), Node("c", "d"), Node("d", "c")], None)
    assert boxes(dot) == 4
    assert '"gone"' not in dot


def test_what_is_on_temporal_only_is_dashed_and_says_so() -> None:
    filing = Node("f", "root", "Filing", runtime_status=RuntimeStatus.RUNNING, on_temporal_only=True)
    (root, below) = re.findall(r'"\w+" \[class=.*', tree_dot([*family(0), filing], "root"))
    assert "dashed" in below
    assert "▶ Running · on Temporal only" in below
    assert "dashed" not in root


def test_a_thousand_workflows_of_a_custom_one_fold_by_status() -> None:
    ended = ExecutionStatus.COMPLETED
    filings = [Node(f"f{number}", "root", status=ended, on_temporal_only=True) for number in range(1200)]
    dot = tree_dot([*family(0), *filings], "root")
    assert boxes(dot) == 2
    assert 'class="green fold temporal"' in dot
    assert "1,200 completed" in dot
