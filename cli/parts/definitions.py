"""Definitions in files: judged one by one, and found by what their documents say."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from domain.definition import check_storable
from domain.errors import InvalidInput
from domain.findings import Finding, Rule, error
from domain.json_types import JsonObject
from domain.open_workflow.check import check
from domain.open_workflow.subflows import ACTIVE, Find
from domain.open_workflow.walk import member
from domain.sources import Unreadable, read_source, syntax_of
from domain.version_numbers import is_older
from runtime.expressions.compiling import compile_expressions


@dataclass(frozen=True)
class Shelf:
    """Definitions that can be run as sub-workflows, by namespace and name, then by version."""

    definitions: dict[tuple[str, str], dict[str, JsonObject]]

    @classmethod
    def of(cls, texts: Sequence[tuple[str, str]]) -> "Shelf":
        """All that can be read; what cannot is told when it is judged itself."""
        shelf = cls({})
        for name, text in texts:
            try:
                shelf._add(check_storable(read_source(text, name, syntax_of(name)).value))
            except InvalidInput:
                continue
        return shelf

    def _add(self, definition: JsonObject) -> None:
        document = definition.get("document")
        namespace, name, version = (str(member(document, key)) for key in ("namespace", "name", "version"))
        self.definitions.setdefault((namespace, name), {})[version] = definition

    def find(self, namespace: str, name: str, version: str) -> JsonObject | None:
        """The definition of that version; the highest there is stands for the active one."""
        versions = self.definitions.get((namespace, name), {})
        if version not in ACTIVE:
            return versions.get(version)
        highest: str | None = None
        for each in versions:
            highest = each if highest is None or is_older(highest, each) else highest
        return versions[highest] if highest is not None else None


def judge(name: str, text: str, find: Find | None) -> tuple[Finding, ...]:
    """What is wrong with one definition, with places."""
    try:
        source = read_source(text, name, syntax_of(name))
        definition = check_storable(source.value)
    except Unreadable as trouble:
        return (replace(error(Rule.SHAPE, "", trouble.reason), place=trouble.place),)
    except InvalidInput as trouble:
        return (error(Rule.SHAPE, "", trouble.what),)
    return tuple(source.located(check(definition, compiled=compile_expressions, find=find)))
