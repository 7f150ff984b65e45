"""Definitions of a few tasks, and what is found in them."""

from typing import Any

from domain.findings import Finding
from domain.open_workflow.calls import HUMAN_TASK
from domain.open_workflow.check import check
from domain.open_workflow.compiling import Compile
from domain.open_workflow.subflows import Find

DOCUMENT: dict[str, Any] = {"dsl": "1.0.3", "namespace": "tests", "name": "sample", "version": "1.0.0"}
SET: dict[str, Any] = {"set": {"x": "${ . }"}}
"""A task that does no harm."""


def definition(*tasks: Any, **top: Any) -> dict[str, Any]:
    """A definition of these tasks."""
    return {"document": DOCUMENT, **top, "do": list(tasks)}


def person(**arguments: Any) -> dict[str, Any]:
    """A human task."""
    return {"call": HUMAN_TASK, "with": {"title": "Do it", **arguments}}


def http(**arguments: Any) -> dict[str, Any]:
    """A call of an HTTP service."""
    return {"call": "http", "with": {"method": "get", "endpoint": "https://x.example", **arguments}}


def findings(*tasks: Any, compiled: Compile | None = None, find: Find | None = None, **top: Any) -> list[Finding]:
    """All that is found."""
    return check(definition(*tasks, **top), compiled=compiled, find=find)


def errors(*tasks: Any, **more: Any) -> list[Finding]:
    """The errors."""
    return [each for each in findings(*tasks, **more) if each.is_error]


def pointers(*tasks: Any, **more: Any) -> list[str]:
    """Where the errors are."""
    return [each.pointer for each in errors(*tasks, **more)]


def warnings(*tasks: Any, **more: Any) -> list[tuple[str, str]]:
    """Rule and place of each warning."""
    return [(each.rule.value, each.pointer) for each in findings(*tasks, **more) if not each.is_error]
