"""A diff as a JSON Patch (RFC 6902): applied to the old value it gives the new one.

First all that is gone is removed, from the end of the old value; then what moves goes to its place; then, in the order
of the new value, comes what is new or has another key, and what changed is replaced. So the pointers of the first part
are those of the old value, those of the last part those of the new one, and only the part in between needs to know
where things stand.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from domain.diff.comparing import expand
from domain.diff.edits import Edit, Path
from domain.diff.model import Diff, pointer
from domain.diff.planning import Operation, Plan, plan, tracks
from domain.diff.tracking import Track
from domain.json_types import JsonObject


def patch(diff: Diff) -> list[JsonObject]:
    """The operations as JSON, ``add``, ``remove``, ``replace`` and ``move`` alone; their values are those of the diff.

    Mostly one operation a change, and never more of them than the changes need: many small ones give way to one that
    replaces what they are in where that is shorter.
    """
    return _patch(diff.root)


def inverse_patch(diff: Diff) -> list[JsonObject]:
    """The patch that makes the old value of the new one."""
    root = Edit(None, None, None, diff.new, diff.old)
    expand(root)
    return _patch(root)


def _patch(root: Edit) -> list[JsonObject]:
    if not root.is_touched:
        return []
    planned = plan(root)
    return [*_removals(planned), *_moves(planned), *_arrivals(planned)]


def _removals(planned: Plan) -> Iterator[JsonObject]:
    for path in sorted((edit.old_path() for edit in planned.gone), reverse=True):
        yield {"op": Operation.REMOVE.value, "path": pointer(path)}


def _moves(planned: Plan) -> Iterator[JsonObject]:
    if not planned.moves:
        return
    scene = _Scene(tracks(planned), dict(planned.moves))
    for source, target in planned.moves:
        before = scene.path(source)
        scene.leave(source)
        after = scene.arrive(target)
        if before == after[: len(before)] and before != after:
            yield {"op": Operation.REMOVE.value, "path": pointer(before)}
            yield {"op": Operation.ADD.value, "path": pointer(after), "value": target.new}
        elif before != after:
            yield {"op": Operation.MOVE.value, "from": pointer(before), "path": pointer(after)}


def _arrivals(planned: Plan) -> Iterator[JsonObject]:
    for edit, operation in planned.come.items():
        path = edit.new_path()
        if operation is Operation.MOVE:
            before = (*path[:-1], *edit.old_path()[-1:])
            yield {"op": operation.value, "from": pointer(before), "path": pointer(path)}
        else:
            yield {"op": operation.value, "path": pointer(path), "value": edit.new}


@dataclass
class _Scene:
    """Where everything stands while things move: keys as in the old value, elements of arrays on their tracks."""

    tracks: dict[Edit, Track]
    waiting: dict[Edit, Edit]

    def path(self, edit: Edit) -> Path:
        """Where a part of the old value stands now."""
        return tuple(self._step(each) for each in edit.line())

    def leave(self, edit: Edit) -> None:
        """It leaves its array."""
        del self.waiting[edit]
        if edit.parent in self.tracks and isinstance(edit.before, int):
            self.tracks[edit.parent].leave(edit.before)

    def arrive(self, edit: Edit) -> Path:
        """It comes to where it is in the new value."""
        *line, last = edit.line()
        above = tuple(self._step(each) for each in line)
        if edit.parent in self.tracks and isinstance(last.after, int):
            track = self.tracks[edit.parent]
            place = track.placed(last.after)
            track.place(last.after)
            return (*above, place)
        return (*above, *edit.new_path()[-1:])

    def _step(self, edit: Edit) -> str | int:
        if edit.parent in self.tracks and isinstance(edit.before, int):
            track = self.tracks[edit.parent]
            if edit in self.waiting:
                return track.leaving(edit.before)
            return track.placed(edit.after) if edit.moved and isinstance(edit.after, int) else track.anchor(edit.before)
        return edit.before if edit.before is not None else ""
