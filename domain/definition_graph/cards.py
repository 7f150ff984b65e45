"""One node of a drawn definition in DOT: a card with the sign of its kind, a title and lines below it."""

from collections.abc import Sequence

from domain.definition_graph.describing import tooltip_of
from domain.definition_graph.kinds import LOOKS, Kind
from domain.definition_graph.model import Node, NodeRole
from domain.definition_graph.painting import Paint, Painting
from domain.definition_graph.texts import joined
from domain.dot_text import in_label, node_name, quoted
from domain.looks import TONES

TITLE, LINE = 30, 38
"""Characters that fit on a card; the rest stands in the tooltip."""
CARD, ICON, ARROW, ROW = 240, 40, 28, 17
PALE = "#94a3b8"


def node_statement(node: Node, painting: Painting | None) -> str:
    """The statement that draws a node, painted or not.

    Its class tells the browser piece what it is: ``card`` with role and kind, ``still`` where nothing can be clicked.
    """
    if node.role is NodeRole.FOOT:
        look = f'class="still foot", shape=point, width=0.09, color="{PALE}", label="", tooltip=" "'
    elif node.role is NodeRole.TERMINAL:
        shape = f'style="rounded,filled", fillcolor="{PALE}33", height=0.36, margin="0.2,0"'
        look = f'class="still terminal", {shape}, label={quoted(joined(node.title, node.line))}'
    else:
        look = ", ".join(_card(node, painting))
    return f"{node_name(node.id)} [{look}]"


def _card(node: Node, painting: Painting | None) -> list[str]:
    paint = painting.of(node) if painting else None
    unreached = paint is not None and not paint.weight and not paint.state
    tone = paint.tone if paint else LOOKS[node.kind].tone
    marks = {
        "painted": paint is not None,
        "plain": paint is None,
        "odd": bool(node.problem),
        "unreached": unreached,
        "here": painting is not None and node.id in painting.here,
        "leads": node.kind is Kind.WORKFLOW and painting is None,
        "still": node.kind is Kind.CATCH and paint is None,
    }
    classes = ["card", node.role, f"icon-{node.kind}", tone, *(name for name, holds in marks.items() if holds)]
    classes += [paint.state] if paint and paint.state else []
    lines = _lines(node) if paint is None or paint.state else []
    lines += [f"{paint.sign} {paint.line}"] if paint and (paint.line or not paint.state) else []
    return [
        f'class="{" ".join(classes)}"',
        f"tooltip={quoted(tooltip_of(node.title, node.kind, node.line, node.marks, node.problem))}",
        *_outline(node, None if unreached else paint),
        f"fixedsize=true, width={CARD / 72:.3f}, height={(ROW * (1 + len(lines)) + 14) / 72:.3f}",
        f"label=<{_label(node, lines, tone)}>",
    ]


def _outline(node: Node, paint: Paint | None) -> list[str]:
    """What tells kinds and states apart without the browser piece's own style."""
    styles = ["rounded", *(["dashed"] if node.problem or node.role is NodeRole.FOLD else [])]
    if paint:
        tone = TONES[paint.tone]
        styles += ["dashed"] if paint.state == "removed" and "dashed" not in styles else []
        return [f'style="{",".join([*styles, "filled"])}", color="{tone}", fillcolor="{tone}22"']
    color = "#00000000" if node.role is NodeRole.HEAD and not node.problem else PALE
    return [f'style="{",".join(styles)}", color="{color}"']


def _lines(node: Node) -> list[str]:
    lines = [node.line, joined(*node.marks), f"⚠ {node.problem}" if node.problem else ""]
    return [line for line in lines if line]


def _label(node: Node, lines: Sequence[str], tone: str) -> str:
    icon = f'<font point-size="14" color="{TONES[tone]}">{LOOKS[node.kind].sign}</font>'
    rows = [f"<b>{in_label(node.title, TITLE) or '(no name)'}</b>"]
    rows += [f'<font point-size="10.5">{in_label(line, LINE)}</font>' for line in lines]
    width = CARD - ICON - (ARROW if node.size else 10)
    cells = [f'<td align="left" width="{width}" height="{ROW}" fixedsize="true">{row}</td>' for row in rows]
    sign = f'<td rowspan="{len(rows)}" width="{ICON}" height="{ROW * len(rows)}" fixedsize="true">{icon}</td>'
    body = "".join(f"<tr>{cell}</tr>" for cell in [sign + cells[0], *cells[1:]])
    return f'<table border="0" cellborder="0" cellspacing="0" cellpadding="0">{body}</table>'
