"""A run replays to the same decisions: fresh histories, and histories that earlier interpreters made.

A saved history is never replaced: a change of the interpreter that breaks one would break running executions.
"""

import asyncio
from pathlib import Path

import pytest
from temporalio.client import WorkflowHistory
from temporalio.worker import Replayer

from runtime.worker import WORKFLOWS, workflow_runner
from tests.runtime.engine import Engine
from tests.runtime.stories import STORIES

HISTORIES = Path(__file__).with_name("histories")
SAVED = sorted(path.stem for path in HISTORIES.glob("*.json"))


def replay(history: WorkflowHistory) -> None:
    replayer = Replayer(workflows=list(WORKFLOWS), workflow_runner=workflow_runner())
    asyncio.run(replayer.replay_workflow(history))


@pytest.mark.parametrize("story", STORIES)
def test_a_fresh_history_replays(engine: Engine, story: str, request: pytest.FixtureRequest) -> None:
    history = STORIES[story](engine).history()
    replay(history)
    saved = HISTORIES / f"{story}-1.json"
    if request.config.getoption("--record-histories", default=False) and not saved.exists():
        saved.write_text(history.to_json() + "\n")


@pytest.mark.parametrize("name", SAVED)
def test_a_saved_history_replays(name: str) -> None:
    replay(WorkflowHistory.from_json(name, (HISTORIES / f"{name}.json").read_text()))


def test_every_story_has_a_saved_history() -> None:
    assert {name.rsplit("-", 1)[0] for name in SAVED} == set(STORIES)
