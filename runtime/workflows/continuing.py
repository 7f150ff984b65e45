"""Continuing as new, at any depth: when a run parks, what it hands on, and how the next one takes it up."""

import base64
import json
import lzma
from typing import Any, NoReturn

from temporalio import workflow

from runtime.contracts import INTERPRETER_VERSION, RunInput
from runtime.workflows.parking import Parked
from runtime.workflows.run import Run

LARGEST = 1_800_000
"""Bytes that one run hands on to the next; Temporal takes 2 MiB."""
_AGAIN_AFTER = 2000
"""Events until it is tried again, when what is to be handed on was too large."""


def park_if_long(run: Run) -> None:
    """At a place between two tasks: park when others do, or when the history has grown long. Raises: Parked."""
    run.parking.check()
    if run.is_first_edition or not run.has_moved or not _is_long(run):
        return
    if len(saved(run)) > LARGEST:
        run.next_try = workflow.info().get_current_history_length() + _AGAIN_AFTER
        workflow.logger.warning("The state of %s is too large to continue as new.", run.given.execution_id)
        return
    run.parking.request()
    raise Parked


def _is_long(run: Run) -> bool:
    info, limit = workflow.info(), run.given.history_limit
    length = info.get_current_history_length()
    if length < run.next_try:
        return False
    return info.is_continue_as_new_suggested() or (limit is not None and length >= limit)


def refuse_newer(given: RunInput) -> None:
    """Leave a run that a newer interpreter began to a newer worker: this fails the workflow task, not the run."""
    if int(given.interpreter_version) > int(INTERPRETER_VERSION):
        raise RuntimeError(
            f"Execution {given.execution_id} needs interpreter version {given.interpreter_version}; "
            f"this worker has version {INTERPRETER_VERSION}."
        )


def continue_as_new(run: Run) -> NoReturn:
    """End this run with one that goes on where all branches of this one stand."""
    given = run.given
    workflow.continue_as_new(
        RunInput(
            given.execution_id,
            definition={},
            context=given.context,
            history_limit=given.history_limit,
            handed_on=saved(run),
        ),
        memo=workflow.memo() or None,
    )


def saved(run: Run) -> str:
    """All that the next run needs, compressed."""
    return packed(state_of(run))


def state_of(run: Run) -> dict[str, Any]:
    """All that the next run needs, as JSON; it shares the run's own values."""
    return {
        "definition": run.definition,
        "input": run.input,
        "startedAt": run.started_at,
        "context": run.context,
        "secrets": run.secrets,
        "notes": run.notes,
        "events": run.events.saved(),
        "children": run.children.saved(),
        "trace": run.trace.saved(),
        "visits": dict(run.visits),
    }


def packed(state: dict[str, Any]) -> str:
    """What one run hands on to the next, compressed."""
    return base64.b64encode(lzma.compress(json.dumps(state, separators=(",", ":")).encode(), preset=1)).decode()


def restore(run: Run, handed_on: str) -> None:
    """Take up what the run before saved."""
    state: dict[str, Any] = json.loads(lzma.decompress(base64.b64decode(handed_on)))
    run.definition, run.input, run.started_at = state["definition"], state["input"], state["startedAt"]
    run.context, run.secrets = state["context"], state.get("secrets")
    run.notes.update(state["notes"])
    run.events.restore(state["events"])
    run.children.restore(state["children"])
    run.trace.restore(state["trace"])
    run.visits.update(state["visits"])
