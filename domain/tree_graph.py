"""The family of an execution as a graph in DOT: status by colour and sign, the current one marked."""

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import Protocol

from domain.dot_text import drawable, in_label, node_name, quoted
from domain.looks import TONES, look
from domain.tree_folding import Fold, fold_family
from domain.vocabulary import ExecutionStatus, RuntimeStatus

NAME_LENGTH = 34
_HEAD = (
    'graph [rankdir=LR, bgcolor="transparent", nodesep=0.18, ranksep=0.9, pad=0.2]',
    'node [shape=box, style="rounded,filled", fontname="Helvetica", fontsize=11, margin="0.18,0.09"]',
    'node [fontcolor="#0f172a", penwidth=1.2]',
    'edge [color="#94a3b8", arrowsize=0.6, headport=w]',
)


class TreeNode(Protocol):
    """What a drawing needs to know of an execution; a parent that is not among the nodes counts as none."""

    @property
    def id(self) -> str: ...
    @property
    def parent_id(self) -> str | None: ...
    @property
    def name(self) -> str: ...
    @property
    def status(self) -> ExecutionStatus: ...
    @property
    def runtime_status(self) -> RuntimeStatus | None: ...
    @property
    def on_temporal_only(self) -> bool: ...


def tree_dot(nodes: Sequence[TreeNode], current_id: str | None, limit: int = 200) -> str:
    """The DOT text of a family.

    Node names are the ids, percent-encoded. What is on Temporal only, without an execution, has a dashed border.
    Beyond ``limit`` nodes, siblings fold into one node per status
    (``fold:<parent id>:<status>``); the way to the current one is always drawn.
    """
    by_id = {node.id: node for node in nodes}
    shown, folds = fold_family(nodes, current_id, limit)
    statements = [*_HEAD, *_nodes((by_id[key] for key in shown), current_id), *_folds(folds, by_id)]
    statements += _edges([(by_id[key].parent_id, key) for key in shown] + [(f.parent_id, f.key) for f in folds], by_id)
    return "digraph family {\n" + "\n".join(f"  {statement};" for statement in statements) + "\n}\n"


def _nodes(nodes: Iterator[TreeNode], current_id: str | None) -> Iterator[str]:
    for node in nodes:
        marks = " temporal" * node.on_temporal_only + " current" * (node.id == current_id)
        yield _box(node.id, drawable(node.name) or "(no name)", _status_line(node), look(node.status).tone + marks)


def _folds(folds: Sequence[Fold], by_id: Mapping[str, TreeNode]) -> Iterator[str]:
    for fold in folds:
        known = look(by_id[fold.members[0]].status)
        classes = known.tone + " fold" + " temporal" * all(by_id[key].on_temporal_only for key in fold.members)
        below = f"and {fold.below} below them" if fold.below else "folded together"
        yield _box(fold.key, f"{len(fold.members)} {known.word.lower()}", f"{known.sign} {below}", classes)


def _edges(pairs: Sequence[tuple[str | None, str]], by_id: Mapping[str, TreeNode]) -> Iterator[str]:
    for parent, child in pairs:
        if parent in by_id and parent != child:
            yield f"{node_name(str(parent))} -> {node_name(child)}"


def _box(key: str, title: str, line: str, classes: str) -> str:
    tone = TONES[classes.split()[0]]
    marks = classes.split()[1:]
    width = ", penwidth=3" if "current" in marks else ""
    dashed = ', style="rounded,filled,dashed"' if "temporal" in marks else ""
    label = (
        '<table border="0" cellborder="0" cellspacing="0" cellpadding="1">'
        f'<tr><td align="left"><b>{in_label(title, NAME_LENGTH)}</b></td></tr>'
        f'<tr><td align="left"><font point-size="9.5">{escape(line)}</font></td></tr></table>'
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
