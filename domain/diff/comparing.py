"""What changed from one JSON value to another, structurally: keys by name, elements of arrays by identity."""

from domain.collecting import nothing_collected
from domain.diff.changes import changes_of
from domain.diff.edits import Edit
from domain.diff.equality import surely_equal
from domain.diff.matching import match_arrays, match_keys
from domain.diff.model import Diff
from domain.json_types import JsonObject, JsonValue


def diff(old: JsonValue, new: JsonValue) -> Diff:
    """All changes from ``old`` to ``new``, neither of which is altered; of any depth.

    Numbers are compared by value without loss (``1`` is ``1.0``), a boolean is no number, texts are compared character
    by character, and the order of keys is no change.
    """
    with nothing_collected():
        root = Edit(None, None, None, old, new)
        expand(root)
        return Diff(old, new, tuple(changes_of(root)), root)


def expand(root: Edit) -> None:
    """Find all edits within a pair."""
    found = [root]
    has_equal = False
    for edit in found:
        if isinstance(edit.old, dict) and isinstance(edit.new, dict):
            edit.inner = _objects(edit, edit.old, edit.new)
            found += edit.inner
        elif isinstance(edit.old, list) and isinstance(edit.new, list):
            edit.inner = _arrays(edit, edit.old, edit.new)
            found += edit.inner
        elif not (edit.is_gone or edit.is_new):
            edit.replaced = not surely_equal(edit.old, edit.new)
        has_equal = has_equal or not (edit.inner or edit.is_changed)
    for edit in reversed(found) if has_equal else ():
        edit.inner = [each for each in edit.inner if each.inner or each.is_changed]


def _objects(edit: Edit, old: JsonObject, new: JsonObject) -> list[Edit]:
    """The edits within two objects, what is gone first; the pairs among them may differ further inside."""
    if old.keys() == new.keys():
        differing = [key for key, value in new.items() if not surely_equal(old[key], value)]
        return [Edit(edit, key, key, old[key], new[key]) for key in differing]
    renamed = match_keys(old, new)
    found = [Edit(edit, key, None, value) for key, value in old.items() if key not in new and key not in renamed]
    old_key = {after: before for before, after in renamed.items()}
    for key, value in new.items():
        before = key if key in old else old_key.get(key)
        if before is None:
            found.append(Edit(edit, None, key, None, value))
        elif before != key or not surely_equal(old[before], value):
            found.append(Edit(edit, before, key, old[before], value))
    return found


def _arrays(edit: Edit, old: list[JsonValue], new: list[JsonValue]) -> list[Edit]:
    """The edits within two arrays, in the order of the new one; the pairs among them may differ inside."""
    matching = match_arrays(old, new)
    if matching.is_by_place:
        differing = [at for at, value in enumerate(new) if not surely_equal(old[at], value)]
        return [Edit(edit, at, at, old[at], new[at]) for at in differing]
    origin_of = {place: index for index, place in matching.new_of.items()}
    found = []
    for index, place in matching.alignment():
        if place is None:
            if index not in matching.new_of and index is not None:
                found.append(Edit(edit, index, None, old[index]))
            continue
        origin = origin_of.get(place)
        if origin is None:
            found.append(Edit(edit, None, place, None, new[place]))
        elif index is None or not surely_equal(old[origin], new[place]):
            found.append(Edit(edit, origin, place, old[origin], new[place], moved=index is None))
    return found
