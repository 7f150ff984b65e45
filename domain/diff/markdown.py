"""The changes between two versions as Markdown: for a download, a terminal or a comment on a pull request."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from domain.definition_graph.texts import count
from domain.diff.steps import Step, proposed_step
from domain.diff.telling.model import RISKS, ChangeLine, Risk, pieces
from domain.diff.telling.phrases import code

MOST_LINES = 1000
_SIGNS = re.compile(r"([\\*_\[\]<>|~&!#$])")
_COUNTED = {Risk.BREAKING: "breaking for callers", Risk.BEHAVIOUR: "of behaviour", Risk.COSMETIC: "cosmetic"}


def summary_markdown(name: str, old: str, new: str, lines: Sequence[ChangeLine]) -> str:
    """What changed in ``name`` from one version to another, by risk and task; at most ``MOST_LINES`` lines of it.

    Names and values stand in code spans, so that nothing in them is read as Markdown, HTML, a link or a mention.
    """
    return "\n".join([f"# {code(name)}: {code(old)} → {code(new)}", "", *_body(lines)]) + "\n"


def line_markdown(line: ChangeLine) -> str:
    """The words of one line as Markdown."""
    return "".join(f"`{text}`" if is_code else _SIGNS.sub(r"\\\1", text) for text, is_code in pieces(line.words))


def _body(lines: Sequence[ChangeLine]) -> Iterator[str]:
    if not lines:
        yield "Nothing differs."
        return
    counts = Counter(line.risk for line in lines)
    told = ", ".join(f"{counts[risk]:,} {_COUNTED[risk]}" for risk in Risk if counts[risk])
    yield f"{count(len(lines), 'change')}: {told}. {_advice(proposed_step(lines))}"
    by_risk = sorted(lines, key=lambda line: [*Risk].index(line.risk))[:MOST_LINES]
    for risk in Risk:
        shown = [line for line in by_risk if line.risk is risk]
        if shown:
            yield from ("", f"## {RISKS[risk].sign} {RISKS[risk].word} ({counts[risk]:,})")
            yield from _by_task(shown)
    if len(lines) > MOST_LINES:
        yield from ("", f"{count(len(lines) - MOST_LINES, 'more change')} left out here.")


def _by_task(lines: Sequence[ChangeLine]) -> Iterator[str]:
    groups: dict[tuple[str | None, str | None], list[ChangeLine]] = {}
    for line in lines:
        groups.setdefault((line.task, line.reference), []).append(line)
    for task, reference in sorted(groups, key=lambda group: group[0] is not None):
        yield from ("", f"### {code(task)}" if task is not None else "### The workflow", "")
        yield from (f"- {line_markdown(line)}" for line in groups[task, reference])


def _advice(step: Step) -> str:
    return f"They ask for a {step.name.lower()} step of the version." if step else ""
