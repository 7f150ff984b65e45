"""Small workflows for journeys, made as a team would: with people, with a sub-workflow."""

from typing import Any

from domain.ids import new_id
from tests.factories import make_active, make_template

Json = dict[str, Any]
"""JSON as tests write it: literals without annotations."""


def define(name: str, *tasks: Json, version: str = "1.0.0") -> Json:
    """A definition in the namespace ``journeys``."""
    return {"document": {"dsl": "1.0.3", "namespace": "journeys", "name": name, "version": version}, "do": [*tasks]}


def ask(title: str, **fields: Json) -> Json:
    """A task that a person completes; every field is required."""
    form = {"type": "object", "required": [*fields], "properties": fields}
    return {"call": "human-task:1.0.0@default", "with": {"title": title, "form": form}}


def run(name: str, version: str = "1.0.0") -> Json:
    """A task that runs the definition ``name`` as a sub-workflow, on the data as they are."""
    workflow = {"namespace": "journeys", "name": name, "version": version}
    return {"run": {"workflow": workflow}}


def unique(word: str) -> str:
    """A name that no other test uses, usable as a DNS label."""
    return f"{word}-{new_id()[-8:]}"


def published(name: str, *tasks: Json) -> str:
    """The id of a template of this name whose version 1.0.0 is active."""
    template_id = make_template(name)
    make_active(template_id, definition=define(name, *tasks))
    return template_id
