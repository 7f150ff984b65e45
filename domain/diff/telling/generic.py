"""The sentence for what has no words of its own: exactly what changed, and where."""

from domain.diff.model import Change, ChangeKind
from domain.diff.telling.phrases import holds_secret, route, value
from domain.json_types import JsonValue
from domain.open_workflow.redacting import HIDDEN


def generic_words(change: Change) -> str:
    """Such as ``retries › limit is now 5, was 3``; a secret is told as changed, no more."""
    where = route(change.place) if change.place else "the whole definition"
    hidden = holds_secret(change.place)

    def shown(given: JsonValue) -> str:
        return f"`{HIDDEN}`" if hidden else value(given)

    if change.kind is ChangeKind.ADDED:
        return f"{where} was added: {shown(change.new)}"
    if change.kind is ChangeKind.REMOVED:
        return f"{where} was removed, it was {shown(change.old)}"
    if change.kind is ChangeKind.MOVED:
        return f"{where} moved here from {route(change.before or ())}"
    if change.kind is ChangeKind.RENAMED:
        return f"{where} was called {value(change.old)}"
    return f"{where} changed" if hidden else f"{where} is now {shown(change.new)}, was {shown(change.old)}"
