"""Sub-workflows: what ``run.workflow`` names must be there, and must not lead back to where it began."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from domain.findings import Finding, Rule, error
from domain.json_types import JsonObject
from domain.open_workflow.walk import Scope, member, members, scopes_of

Find = Callable[[str, str, str], JsonObject | None]
"""Gives the definition under a namespace, a name and a version (exact, or ``active``); None where there is none."""
ACTIVE = frozenset({"active", "latest"})
_MOST_LOOKED_AT = 500


@dataclass(frozen=True)
class Reference:
    """A workflow as ``run.workflow`` names it, and where."""

    namespace: str
    name: str
    version: str
    pointer: str = ""

    def __str__(self) -> str:
        return f"{self.namespace}/{self.name} {self.version}"

    @property
    def key(self) -> tuple[str, str, str]:
        """What it is found by."""
        return self.namespace, self.name, "active" if self.version in ACTIVE else self.version


def subflow_findings(definition: JsonObject, scopes: Iterable[Scope], find: Find) -> Iterator[Finding]:
    """Sub-workflows that do not exist, or that would run without end."""
    search = _Search(find, definition)
    for reference in references_of(scopes):
        if search.found(reference) is None:
            yield error(Rule.SUBFLOW, reference.pointer, _absent(reference))
        elif circle := search.circle(reference):
            yield error(Rule.SUBFLOW, reference.pointer, f"would run itself without end: {circle}.")


def _absent(reference: Reference) -> str:
    if reference.version in ACTIVE:
        return f"there is no active version of a workflow {reference.namespace}/{reference.name}."
    return f"there is no workflow {reference.namespace}/{reference.name} of version {reference.version} to run."


def references_of(scopes: Iterable[Scope]) -> list[Reference]:
    """Every sub-workflow that is named in full."""
    found = []
    for scope in scopes:
        for visit in scope.tasks:
            if visit.kind == "run":
                called = members(visit.task["run"], "workflow")
                namespace, name, version = (called.get(key) for key in ("namespace", "name", "version"))
                if isinstance(namespace, str) and isinstance(name, str) and isinstance(version, str):
                    found.append(Reference(namespace, name, version, f"{visit.pointer}/run/workflow"))
    return found


class _Search:
    """Looks definitions up once each, and follows what they run."""

    def __init__(self, find: Find, root: JsonObject) -> None:
        self._find = find
        document = root.get("document")
        self._root = tuple(str(member(document, key)) for key in ("namespace", "name", "version"))
        self._known: dict[tuple[str, str, str], JsonObject | None] = {}
        self._ends: set[tuple[str, str, str]] = set()

    def found(self, reference: Reference) -> JsonObject | None:
        """The definition; this one itself is found as well."""
        if self._is_root(reference):
            return {}
        if reference.key not in self._known:
            self._known[reference.key] = self._find(*reference.key)
        return self._known[reference.key]

    def circle(self, start: Reference) -> str:
        """The way from a reference back to the definition or to itself, for people; empty where it ends."""
        path: list[Reference] = []
        stack: list[Iterator[Reference]] = [iter([start])]
        while stack:
            following = next(stack[-1], None)
            if following is None:
                stack.pop()
                if path:
                    self._ends.add(path.pop().key)
            elif self._is_root(following) or any(following.key == each.key for each in path):
                return " → ".join(str(each) for each in [*path, following])
            elif following.key not in self._ends and len(self._known) < _MOST_LOOKED_AT:
                path.append(following)
                inner = self.found(following)
                stack.append(iter(references_of(scopes_of(inner)) if inner else []))
        return ""

    def _is_root(self, reference: Reference) -> bool:
        """True for the definition itself, and for its active version, which it may become."""
        own = (reference.namespace, reference.name) == self._root[:2]
        return own and (reference.version in ACTIVE or reference.version == self._root[2])
