"""Definitions to compare, and what a change of one of them is told as."""

import copy
from collections.abc import Callable

from domain.diff.comparing import diff
from domain.diff.telling import ChangeLine, lines_of
from domain.json_types import JsonObject, JsonValue

Edit = Callable[[JsonObject], object]
HEAD: JsonObject = {"dsl": "1.0.3", "namespace": "acme", "name": "incorporate", "version": "1.0.0"}
SET: JsonObject = {"set": {"x": 1}}
HTTP: JsonObject = {"call": "http", "with": {"method": "get", "endpoint": "https://a.example"}}


def definition(*tasks: JsonValue, **others: JsonValue) -> JsonObject:
    """An Open Workflow definition with these tasks."""
    return {"document": {**HEAD}, "do": [*tasks], **others}


def lines(old: JsonValue, new: JsonValue) -> list[ChangeLine]:
    """The lines between two definitions."""
    return lines_of(diff(old, new), old, new)


def told(old: JsonValue, new: JsonValue) -> list[str]:
    """Their words."""
    return [line.words for line in lines(old, new)]


def between(old: JsonObject, new: JsonObject) -> list[str]:
    """The words when only this one task, ``step``, changed."""
    return told(definition({"step": old}), definition({"step": new}))


def schema(**keywords: JsonValue) -> JsonObject:
    """A definition with this input schema."""
    document: JsonValue = {"type": "object", **keywords}
    return definition({"a": {"set": {"x": 1}}}, input={"schema": {"document": document}})


def edited(value: JsonObject, edit: Edit) -> JsonObject:
    """A copy that was edited."""
    copied = copy.deepcopy(value)
    edit(copied)
    return copied


def http(**arguments: JsonValue) -> JsonObject:
    """A call with these arguments beside the usual ones."""
    return {"call": "http", "with": {"method": "get", "endpoint": "https://a.example", **arguments}}


def trying(catch: JsonObject) -> JsonObject:
    """A task that tries a call."""
    return {"try": [{"post": HTTP}], "catch": catch}


def retrying(**policy: JsonValue) -> JsonObject:
    """The same, with this policy."""
    return trying({"retry": policy})
