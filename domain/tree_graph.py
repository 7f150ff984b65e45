"""The family of an execution as a graph in DOT: status by colour and sign, the current one marked."""

from collections.abc import Container, Iterable, Iterator, Mapping
from html import escape
from typing import Protocol

from domain.dot_text import drawable, in_label, node_name, quoted
from domain.looks import TONES, look
from domain.tree_folding import Below, Fold, Folded
from domain.vocabulary import ExecutionStatus, RuntimeStatus

NAME_LENGTH = 34
FOLD_MARGIN = ', margin="0.42,0.09"'
"""Room for the sign that there is more inside."""
_HEAD = (
    'graph [rankdir=LR, bgcolor="transparent", nodesep=0.18, ranksep=0.9, pad=0.2]',
    'node [shape=box, style="rounded,filled", fontname="Helvetica", fontsize=11, margin="0.18,0.09"]',
    'node [fontcolor="#0f172a", penwidth=1.2]',
    'edge [color="#94a3b8", arrowsize=0.6, headport=w]',
)


class TreeNode(Protocol):
    """What a drawing needs to know of an execution."""

    @property
    def id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def status(self) -> ExecutionStatus: ...
    @property
    def runtime_status(self) -> RuntimeStatus | None: ...
    @property
    def on_temporal_only(self) -> bool: ...


def tree_dot(folded: Folded, nodes: Mapping[str, TreeNode], current_id: str | None) -> str:
    """The DOT text of a family that was folded; ``nodes`` hold what is shown of it, by id.

    Node names are the ids, percent-encoded. What is on Temporal only, without an execution, has a dashed border.
    """
    shown = [nodes[key] for key in folded.shown if key in nodes]
    drawn = {node.id for node in shown}
    pairs = [(folded.parents[node.id], node.id) for node in shown] + [(f.parent_id, f.key) for f in folded.folds]
    statements = [*_HEAD, *_nodes(shown, folded, current_id), *map(_fold, folded.folds), *_edges(pairs, drawn)]
    return "digraph family {\n" + "\n".join(f"  {statement};" for statement in statements) + "\n}\n"


def _nodes(nodes: Iterable[TreeNode], folded: Folded, current_id: str | None) -> Iterator[str]:
    for node in nodes:
        marks = " temporal" * node.on_temporal_only + " current" * (node.id == current_id)
        line = _status_line(node) + _below(folded.below.get(node.id, Below()))
        yield _box(node.id, drawable(node.name) or "(no name)", line, look(node.status).tone + marks)


def _below(below: Below) -> str:
    return f" · ✕ {below.bad:,} of {below.all:,} below" if below.bad else ""


def _fold(fold: Fold) -> str:
    worst = look(fold.statuses[0][0])
    classes = worst.tone + " fold" + " temporal" * fold.on_temporal_only
    title = ", ".join(f"{count:,} {look(status).word.lower()}" for status, count in fold.statuses)
    below = f"and {fold.below.all:,} below them" if fold.below.all else "folded together"
    failed = f", {fold.below.bad:,} failed" if fold.below.bad else ""
    return _box(fold.key, title, f"{worst.sign} {below}{failed}", classes)


def _edges(pairs: Iterable[tuple[str | None, str]], drawn: Container[str]) -> Iterator[str]:
    for parent, child in pairs:
        if parent is not None and parent in drawn and parent != child:
            yield f"{node_name(parent)} -> {node_name(child)}"


def _box(key: str, title: str, line: str, classes: str) -> str:
    tone = TONES[classes.split()[0]]
    marks = classes.split()[1:]
    width = ", penwidth=3" if "current" in marks else ""
    dashed = ', style="rounded,filled,dashed"' if "temporal" in marks else ""
    dashed += FOLD_MARGIN * ("fold" in marks)
    label = (
        '<table border="0" cellborder="0" cellspacing="0" cellpadding="1">'
        f'<tr><td align="left"><b>{in_label(title, NAME_LENGTH)}</b></td></tr>'
        f'<tr><td align="left"><font point-size="10.5">{escape(line)}</font></td></tr></table>'
    )
    return (
        f'{node_name(key)} [class="{classes}", tooltip={quoted(title)}, color="{tone}", fillcolor="{tone}22"'
        f"{width}{dashed}, label=<{label}>]"
    )


def _status_line(node: TreeNode) -> str:
    stored = look(node.status)
    if node.on_temporal_only:
        return f"{look(node.runtime_status or node.status).text} · on Temporal only"
    if node.runtime_status is None or look(node.runtime_status).word == stored.word:
        return stored.text
    return f"{stored.text} · {look(node.runtime_status).word.lower()}"
