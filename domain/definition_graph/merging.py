"""The tasks of two definitions as one tree: what is gone stands where it stood, all else in its new place."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from domain.definition_graph.flow import catch_of, foot_of
from domain.definition_graph.reading import ListRole, Task, TaskList, read_tasks
from domain.diff.following import Following
from domain.diff.model import Change, Path
from domain.json_types import JsonValue


class State(StrEnum):
    """What became of a task or of a way between two."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"
    RENAMED = "renamed"


_WAYS: dict[ListRole, Path] = {ListRole.BRANCHES: ("fork", "branches"), ListRole.CATCH: ("catch", "do")}


@dataclass
class Merged:
    """``old`` and ``new`` are the two trees; ``ids`` maps ids of the old one to those of the merged one.

    ``states`` and ``former`` names are by the reference of the merged task.
    """

    old: TaskList
    new: TaskList
    tasks: TaskList
    ids: dict[str, str] = field(default_factory=dict)
    states: dict[str, State] = field(default_factory=dict)
    former: dict[str, str] = field(default_factory=dict)


def gone(reference: str) -> str:
    """The id of a task that is no longer there, made of its old reference."""
    return f"{reference}#gone"


def merged_tasks(old: JsonValue, new: JsonValue, changes: Sequence[Change]) -> Merged:
    """Both definitions' tasks in one tree; ``changes`` is the ``diff`` of the two."""
    present = read_tasks(new)
    merged = Merged(read_tasks(old), present, present)
    merging = _Merging(Following(changes, old, new), merged)
    merged.tasks = merging.merge(merged.old, merged.new, ("do",), ("do",))
    return merged


def changes_inside(tasks: TaskList, states: dict[str, State]) -> dict[str, Counter[State]]:
    """What became of the tasks inside of each scope, by its reference; ``states`` lacks the parts of long lists."""
    inside: dict[str, Counter[State]] = {}

    def count(listed: TaskList) -> Counter[State]:
        total: Counter[State] = Counter()
        for entry in listed.entries:
            inner: Counter[State] = sum((count(each) for each in entry.lists), Counter())
            if entry.lists:
                inside[entry.reference] = inner
            keys = (entry.reference, catch_of(entry.reference))
            own = next((found for key in keys if (found := states.get(key, State.SAME)) is not State.SAME), State.SAME)
            total += inner + Counter([own] if own is not State.SAME else [])
        return total

    count(tasks)
    return inside


class _Merging:
    def __init__(self, following: Following, merged: Merged) -> None:
        self._following = following
        self._merged = merged

    def merge(self, old: TaskList, new: TaskList, before: Path, after: Path) -> TaskList:
        """One list of two; ``before`` and ``after`` are the paths of their arrays."""
        pairing = self._following.pairing(before, after)
        partner = {index: place for place, index in pairing.new_of.items() if place < len(old.tasks)}
        behind = self._gone_behind(old, {place: index for index, place in partner.items()}, pairing.moved)
        tasks = [*behind.get(-1, [])]
        for index, task in enumerate(new.tasks):
            place = partner.get(index)
            if place is None:
                tasks.append(self._all(task, State.ADDED))
            else:
                state = State.MOVED if index in pairing.moved else State.SAME
                tasks.append(self._both(old.tasks[place], task, (*before, place), (*after, index), state))
            tasks += behind.get(index, [])
        return TaskList(new.reference, new.role, tuple(tasks), tuple(tasks))

    def _gone_behind(self, old: TaskList, new_of: dict[int, int], moved: frozenset[int]) -> dict[int, list[Task]]:
        """What is gone, by the new index of the task behind which it stood."""
        behind: dict[int, list[Task]] = {}
        last = -1
        for place, task in enumerate(old.tasks):
            index = new_of.get(place)
            if index is None:
                behind.setdefault(last, []).append(self._removed(task))
            elif index not in moved:
                last = index
        return behind

    def _both(self, old: Task, new: Task, before: Path, after: Path, state: State) -> Task:
        self._same_ids(old.reference, new.reference)
        if old.name != new.name:
            self._merged.former[new.reference] = old.name
            state = State.RENAMED if state is State.SAME else state
        self._merged.states[new.reference] = state
        if not old.lists and not new.lists:
            return new
        lists = [self._lists(old, new, role, (*before, old.name), (*after, new.name)) for role in ListRole]
        kept = tuple(listed for listed in lists if listed.tasks)
        return replace(new, lists=kept, size=_size(kept))

    def _lists(self, old: Task, new: Task, role: ListRole, before: Path, after: Path) -> TaskList:
        empty = TaskList("", role, (), ())
        first = next((listed for listed in old.lists if listed.role is role), empty)
        second = next((listed for listed in new.lists if listed.role is role), empty)
        if not first.reference or not second.reference:
            tasks = [self._removed(task) for task in first.tasks]
            tasks += [self._all(task, State.ADDED) for task in second.tasks]
            return TaskList(second.reference or first.reference, role, tuple(tasks), tuple(tasks))
        way = _WAYS.get(role)
        ways = [way or (("try",) if "try" in task.definition else ("do",)) for task in (old, new)]
        return self.merge(first, second, (*before, *ways[0]), (*after, *ways[1]))

    def _all(self, task: Task, state: State) -> Task:
        self._merged.states[task.reference] = state
        for listed in task.lists:
            for inner in listed.tasks:
                self._all(inner, state)
        return task

    def _removed(self, task: Task) -> Task:
        """The same task under other ids."""
        reference = gone(task.reference)
        self._same_ids(task.reference, reference)
        self._merged.states[reference] = State.REMOVED
        lists = []
        for listed in task.lists:
            tasks = tuple([self._removed(inner) for inner in listed.tasks])
            lists.append(TaskList(gone(listed.reference), listed.role, tasks, tasks))
        return replace(task, reference=reference, lists=tuple(lists))

    def _same_ids(self, old: str, new: str) -> None:
        if old != new:
            self._merged.ids |= {old: new, foot_of(old): foot_of(new), catch_of(old): catch_of(new)}


def _size(lists: Sequence[TaskList]) -> int:
    return sum(1 + task.size for listed in lists for task in listed.tasks)
