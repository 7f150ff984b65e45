"""Which operations a patch consists of: each part that differs in one of them, wherever that can be."""

from collections import defaultdict, deque
from collections.abc import Hashable
from dataclasses import dataclass, field
from enum import StrEnum

from domain.diff.costs import Way, ways
from domain.diff.edits import Edit
from domain.diff.equality import content
from domain.diff.tracking import Track


class Operation(StrEnum):
    """What a patch does (RFC 6902, section 4)."""

    ADD = "add"
    REMOVE = "remove"
    REPLACE = "replace"
    MOVE = "move"


@dataclass
class Plan:
    """``gone`` are old parts to remove; ``moves`` pairs of an old part and the new one that it becomes.

    ``come`` are new parts, in their order, and what puts them there: added, put for another one, or, where an entry of
    an object has another key, moved.
    """

    gone: dict[Edit, None] = field(default_factory=dict)
    moves: list[tuple[Edit, Edit]] = field(default_factory=list)
    come: dict[Edit, Operation] = field(default_factory=dict)

    def added(self) -> list[Edit]:
        """What is new and was nowhere before."""
        return [edit for edit, operation in self.come.items() if operation is Operation.ADD]


@dataclass
class Indices:
    """Of one array: the old indices ``gone`` for good and ``leaving`` for another place, and the new ones of others."""

    gone: list[int] = field(default_factory=list)
    leaving: list[int] = field(default_factory=list)
    come: list[int] = field(default_factory=list)

    def track(self) -> Track:
        """Where its elements stand after the removals."""
        return Track([*self.gone, *self.leaving], self.leaving, self.come)


def plan(root: Edit) -> Plan:
    """Plan the patch for all edits within ``root``."""
    found = _first_plan(root)
    _join_equal(found)
    _join_in_place(found)
    return found


def tracks(planned: Plan) -> dict[Edit, Track]:
    """The arrays in which something goes, comes or moves."""
    return {array: indices.track() for array, indices in _indices(planned).items()}


def _first_plan(root: Edit) -> Plan:
    """Each edit for itself."""
    found = Plan()
    way_of = ways(root)
    waiting = [root]
    while waiting:
        edit = waiting.pop()
        way = way_of.of.get(edit, Way.INSIDE)
        if way is Way.WHOLE:
            found.come[edit] = Operation.REPLACE
        elif way is Way.INSIDE and not edit.is_changed:
            waiting += way_of.inner(edit)[::-1]
        else:
            _plan_one(found, edit, apart=way is Way.APART)
            waiting += [] if way is Way.APART else way_of.inner(edit)[::-1]
    return found


def _plan_one(found: Plan, edit: Edit, *, apart: bool) -> None:
    """What happens to a part itself."""
    if edit.is_gone or apart:
        found.gone[edit] = None
    if edit.is_new or apart:
        found.come[edit] = Operation.ADD
    if apart:
        return
    if edit.moved:
        found.moves.append((edit, edit))
    if edit.is_renamed:
        found.come[edit] = Operation.MOVE
    if edit.replaced:
        found.come[edit] = Operation.REPLACE


def _join_equal(found: Plan) -> None:
    """What goes here and comes there, with the same content, moves; also what comes for an element, or goes for one."""
    come = found.added() if found.gone else []
    if not come:
        return
    replaced = [edit for edit in found.come if edit.replaced and isinstance(edit.after, int)]
    found.gone.update(dict.fromkeys(replaced))
    found.come.update(dict.fromkeys(replaced, Operation.ADD))
    places: defaultdict[Hashable, deque[Edit]] = defaultdict(deque)
    for edit in [*come, *replaced]:
        places[content(edit.new)].append(edit)
    for edit in list(found.gone):
        fitting = places.get(content(edit.old))
        if fitting and not (edit.replaced and _is_beside(edit, fitting[0])):
            found.moves.append((edit, fitting[0]))
            del found.gone[edit], found.come[fitting.popleft()]


def _is_beside(source: Edit, target: Edit) -> bool:
    """What goes comes inside of another element of its array, which may take its place, so that it may not move."""
    return any(each.parent is source.parent for each in target.line()[:-1])


def _join_in_place(found: Plan) -> None:
    """What comes between the two neighbours of something that goes is put for it."""
    arrays = {array: indices.track() for array, indices in _indices(found).items() if indices.gone and indices.come}
    going: defaultdict[tuple[Edit | None, int], deque[Edit]] = defaultdict(deque)
    for edit in sorted(found.gone, key=Edit.old_path):
        if edit.parent in arrays and isinstance(edit.before, int):
            going[edit.parent, arrays[edit.parent].old_gap(edit.before)].append(edit)
    for edit in found.added() if going else ():
        if edit.parent in arrays and isinstance(edit.after, int):
            fitting = going.get((edit.parent, arrays[edit.parent].new_gap(edit.after)))
            if fitting:
                del found.gone[fitting.popleft()]
                found.come[edit] = Operation.REPLACE


def _indices(found: Plan) -> dict[Edit, Indices]:
    arrays: defaultdict[Edit, Indices] = defaultdict(Indices)
    for edit in found.gone:
        if edit.parent and isinstance(edit.before, int):
            arrays[edit.parent].gone.append(edit.before)
    for source, target in found.moves:
        if source.parent and isinstance(source.before, int):
            arrays[source.parent].leaving.append(source.before)
        if target.parent and isinstance(target.after, int):
            arrays[target.parent].come.append(target.after)
    for edit in found.added():
        if edit.parent and isinstance(edit.after, int):
            arrays[edit.parent].come.append(edit.after)
    return arrays
