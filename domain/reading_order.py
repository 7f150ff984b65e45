"""Definitions in the order in which people read them.

PostgreSQL's ``jsonb`` keeps no order of keys. The order here is that of the examples in the Open Workflow
specification: what a task is before what becomes of its data.
"""

from domain.json_types import JsonValue

_ORDER = (
    *("document", "dsl", "namespace", "name", "version", "title", "summary", "tags"),
    *("input", "use", "if", "call", "run", "set", "for", "while", "switch", "fork", "listen", "emit", "raise"),
    *("wait", "try", "catch", "when", "with", "method", "endpoint", "headers", "body", "errors", "as", "retry", "do"),
    *("timeout", "output", "export", "then"),
)
_RANK = {key: rank for rank, key in enumerate(_ORDER)}


def reading_order(value: JsonValue) -> JsonValue:
    """The same value with the keys of every object in reading order; keys unknown to the language follow as stored."""
    if isinstance(value, dict):
        return {key: reading_order(value[key]) for key in sorted(value, key=lambda key: _RANK.get(key, len(_RANK)))}
    return [reading_order(inner) for inner in value] if isinstance(value, list) else value
