"""What `pointsman run` prints: for programs on standard output, for people and of faults on standard error."""

import json
import logging
import sys
from typing import Any

from domain.json_types import JsonObject
from domain.vocabulary import RuntimeStatus
from runtime.contracts import TaskTrace
from runtime.trying.order import Tried


def say(sentence: str) -> None:
    """Tell a person."""
    print(sentence, file=sys.stderr, flush=True)


def tell(tried: Tried, *, with_tasks: bool) -> int:
    """Print the tasks, where they are wanted, and the output or why there is none; gives the exit code."""
    if with_tasks:
        _tell_tasks(tried)
    ending = tried.ending
    if ending.status is RuntimeStatus.COMPLETED:
        print(json.dumps(ending.output, ensure_ascii=False))
        return 0
    say(ending.told if ending.fault is None else json.dumps(ending.fault, ensure_ascii=False))
    return 1


def _tell_tasks(tried: Tried) -> None:
    if tried.state.forgotten_tasks:
        say(f"The first {tried.state.forgotten_tasks} visits are not listed: only the newest are kept.")
    for task in tried.state.tasks:
        print(json.dumps(_line(task), ensure_ascii=False))


def _line(task: TaskTrace) -> JsonObject:
    line: JsonObject = {
        "name": task.name,
        "reference": task.reference,
        "status": task.status,
        "started": task.started_at,
        "ended": task.ended_at,
    }
    return {**line, "attempts": task.attempts} if task.attempts > 1 else line


class _Brief(logging.Formatter):
    """Log lines as sentences: of an exception its message, not where in the code it was raised."""

    def formatException(self, ei: Any) -> str:  # noqa: N802 - the library's name
        """The message alone."""
        return f"  {ei[1]}"


def log_briefly() -> None:
    """Write warnings of the worker to standard error, in few words."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Brief("%(message)s"))
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
