"""The risk of one change of an Open Workflow definition: docs/comparing.md has the rules as a table.

What is not known to be harmless counts as behaviour, in an input schema as breaking: a warning too many costs a look,
one too few costs a customer.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from domain.definition_graph.texts import part
from domain.diff.model import Change, ChangeKind, Path
from domain.diff.telling.model import Risk
from domain.diff.telling.place import Place
from domain.diff.telling.schema_paths import schema_place
from domain.diff.telling.schema_risk import schema_risk
from domain.json_types import JsonValue
from domain.json_values import compact
from domain.open_workflow.calls import HUMAN_TASK
from domain.open_workflow.shape import expression_in, is_expression

_PAPERS = frozenset({"title", "summary", "tags", "version", "metadata"})
_EXPRESSIONS = frozenset({"if", "when", "exceptWhen", "while", "in", "until", "from", "as"})
_PAPERS_READ = re.compile(
    r"\$workflow(?!\.(?:id|input|startedAt)\b)|\$task(?!\.(?:name|reference|input|output|startedAt)\b)"
)
_NAMES_READ = re.compile(r"\$task(?!\.(?:input|output|startedAt)\b)|\.instance\b")
_ENGINE_KEYS = ("pointsman/", "parallel")


@dataclass(frozen=True)
class Mirror:
    """What of a definition its own expressions may read: names of tasks, titles and metadata."""

    names: bool
    papers: bool


def mirror_of(*definitions: JsonValue) -> Mirror:
    """What expressions may read by ``$task``, ``$workflow`` or the ``instance`` of an error."""
    texts = [compact(definition) for definition in definitions]
    papers = any(map(_PAPERS_READ.search, texts))
    return Mirror(papers or any(map(_NAMES_READ.search, texts)), papers)


def risk_of(change: Change, place: Place, mirror: Mirror) -> Risk:
    """The risk of ``change``, which is at ``place``."""
    risk = _risk(change, place)
    if risk is not Risk.COSMETIC or same_meaning(change, place) or place.inner == ("document", "version"):
        return risk
    is_read = mirror.names if change.kind is ChangeKind.RENAMED else mirror.papers
    return Risk.BEHAVIOUR if is_read else risk


def worst(risks: Iterable[Risk]) -> Risk | None:
    """The worst of ``risks``, None when there are none."""
    found = set(risks)
    return next((risk for risk in Risk if risk in found), None)


def same_meaning(change: Change, place: Place) -> bool:
    """True where old and new are two spellings of the same: of a number, a method, an expression, a list of names."""
    last = place.inner[-1] if place.inner else None
    if change.kind is ChangeKind.ADDED or change.kind is ChangeKind.REMOVED:
        given = change.new if change.after is not None else change.old
        return last == "then" and given == "continue" and place.name is not None and len(place.inner) == 1
    if change.kind is not ChangeKind.CHANGED:
        return False
    old, new = change.old, change.new
    if isinstance(old, str) and isinstance(new, str):
        if last in _EXPRESSIONS:
            return _bare(old) == _bare(new)
        return place.inner == ("with", "method") and old.upper() == new.upper()
    return _is_number(old) and _is_number(new) and old == new


def _risk(change: Change, place: Place) -> Risk:
    if same_meaning(change, place):
        return Risk.COSMETIC
    if (schema := schema_place(place)) is not None:
        judged = schema_risk(change, schema)
        if place.name is None and schema.noun == "output":
            return judged if judged is Risk.COSMETIC else Risk.BREAKING
        return judged if place.name is None or judged is Risk.COSMETIC else Risk.BEHAVIOUR
    if place.name is None:
        return _of_document(change, place.inner)
    return _of_task(change, place)


def _of_document(change: Change, inner: Path) -> Risk:
    if not inner:
        return Risk.BREAKING
    if inner[0] == "document":
        return _of_papers(inner)
    if inner[0] == "output":
        return Risk.BREAKING
    if inner[0] == "input":
        return _of_input(change, inner)
    return Risk.BEHAVIOUR


def _of_papers(inner: Path) -> Risk:
    if len(inner) == 1 or inner[1] in ("namespace", "name"):
        return Risk.BREAKING
    return Risk.COSMETIC if inner[1] in _PAPERS else Risk.BEHAVIOUR


def _of_input(change: Change, inner: Path) -> Risk:
    """Where a schema comes, callers are held to it; where it goes, nobody is."""
    given = change.new if change.after is not None else None
    if inner == ("input",):
        return Risk.BREAKING if change.kind is not ChangeKind.ADDED or part(given, "schema") else Risk.BEHAVIOUR
    is_schema = inner[1] == "schema"
    return Risk.BREAKING if is_schema and change.kind is not ChangeKind.REMOVED else Risk.BEHAVIOUR


def _of_task(change: Change, place: Place) -> Risk:
    inner = place.inner
    if not inner and change.kind is ChangeKind.RENAMED:
        is_named_after = "run" in place.holder if isinstance(place.holder, dict) else True
        return Risk.BEHAVIOUR if is_named_after else Risk.COSMETIC
    if inner[:1] == ("metadata",):
        names = [str(inner[1])] if len(inner) > 1 else _keys(change.old) + _keys(change.new)
        return Risk.BEHAVIOUR if any(name.startswith(_ENGINE_KEYS) for name in names) else Risk.COSMETIC
    if inner[:2] in (("with", "title"), ("with", "description")) and part(place.holder, "call") == HUMAN_TASK:
        given = [each for each in (change.old, change.new) if each is not None]
        return Risk.BEHAVIOUR if any(map(is_expression, given)) else Risk.COSMETIC
    return Risk.BEHAVIOUR


def _keys(value: JsonValue) -> list[str]:
    return list(value) if isinstance(value, dict) else []


def _bare(text: str) -> str:
    return (expression_in(text) or text).strip()


def _is_number(value: JsonValue) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
