"""Going on where a run has failed: its notes, opened again, are what the next run is given."""

import json
from collections.abc import Iterator
from typing import Any

from runtime.contracts import Retry, RunInput, StoppedTask
from runtime.workflows.continuing import LARGEST, packed, state_of
from runtime.workflows.nesting import nested_in
from runtime.workflows.run import Notes, Run


def retry_of(run: Run) -> Retry:
    """What a run is given that does again what had begun and not ended, and nothing else.

    Time limits begin anew, and so do the attempts of a ``try`` that gave up; what was waited for is not waited for
    again. The run itself stays as it is.
    """
    state: dict[str, Any] = json.loads(json.dumps(state_of(run)))
    state["children"]["ended"] = []
    _reopen(state["notes"])
    handed_on, given = packed(state), run.given
    following = RunInput(
        given.execution_id, {}, context=given.context, history_limit=given.history_limit, handed_on=handed_on
    )
    return Retry(following if len(handed_on) <= LARGEST else None, list(_stopped(state["notes"])))


def _reopen(notes: Notes) -> None:
    if "do" in notes or "startedAt" in notes:  # of a workflow or a task: a wait keeps the moment until which it waits
        notes.pop("until", None)
    if "inside" in notes:
        notes.pop("fault", None)
    if "body" in notes:
        _reopen_try(notes)
    for inner in nested_in(notes):
        _reopen(inner)


def _reopen_try(notes: Notes) -> None:
    """What its body failed with for good is what is tried again, unless it was being recovered from."""
    for limit in ("limit", "began"):
        notes.pop(limit, None)
    if "failed" in notes and not notes.keys() & {"pause", "recovery"}:
        notes["body"] = notes.pop("failed")
        notes.pop("caught", None)
        notes.pop("retries", None)


def _stopped(notes: Notes) -> Iterator[StoppedTask]:
    """The innermost tasks that had begun."""
    below = [each for inner in nested_in(notes) for each in _stopped(inner)]
    if below or "at" not in notes:
        yield from below
    else:
        name, reference, does, visit = notes["at"]
        yield StoppedTask(name, reference, does, visit, notes.get("own", {}).get("child"))
