"""A run replays to the same decisions: fresh histories, and histories that earlier interpreters made.

A saved history is never replaced: a change of the interpreter that breaks one would break running executions.
"""

import asyncio
import json
import re
from pathlib import Path
from typing import Any

import pytest
from temporalio.client import WorkflowHistory
from temporalio.worker import Replayer

from runtime.contracts import INTERPRETER_VERSION
from runtime.worker import WORKFLOWS, workflow_runner
from tests.runtime.engine import Engine
from tests.runtime.more_stories import MORE_STORIES
from tests.runtime.stories import STORIES

HISTORIES = Path(__file__).with_name("histories")
TELLING = ("identity", "stackTrace", "workerInstanceKey", "binaryChecksum", "buildId")
ALL_STORIES = STORIES | MORE_STORIES
SAVED = sorted(path.stem for path in HISTORIES.glob("*.json"))


def replay(history: WorkflowHistory) -> None:
    """Raises what Temporal raises for other decisions. Time says nothing here: deadlocks are not watched for."""
    replayer = Replayer(workflows=list(WORKFLOWS), workflow_runner=workflow_runner(), debug_mode=True)
    asyncio.run(replayer.replay_workflow(history))


def anonymous(value: Any) -> Any:
    """A history without what tells of the machine on which it was recorded."""
    if isinstance(value, list):
        return [anonymous(each) for each in value]
    if isinstance(value, dict):
        return {key: "" if key in TELLING else anonymous(inner) for key, inner in value.items()}
    return re.sub(r"\d+@[-\w.]+", "worker", value) if isinstance(value, str) else value


@pytest.mark.parametrize("story", ALL_STORIES)
def test_a_fresh_history_replays(engine: Engine, story: str, request: pytest.FixtureRequest) -> None:
    history = ALL_STORIES[story](engine).history()
    replay(history)
    saved = HISTORIES / f"{story}-{INTERPRETER_VERSION}.json"
    if request.config.getoption("--record-histories", default=False) and not saved.exists():
        saved.write_text(json.dumps(anonymous(json.loads(history.to_json())), indent=1) + "\n")


@pytest.mark.parametrize("name", SAVED)
def test_a_saved_history_replays(name: str) -> None:
    replay(WorkflowHistory.from_json(name, (HISTORIES / f"{name}.json").read_text()))


def test_every_story_has_a_saved_history_of_this_interpreter() -> None:
    assert {f"{story}-{INTERPRETER_VERSION}" for story in ALL_STORIES} <= set(SAVED)
