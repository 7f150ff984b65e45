"""Telling the demo's stories on the real engine: events in, tasks completed, until nothing is left to answer."""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

from cli.demo.catalogue import ACTOR, CATALOGUE, make_templates
from cli.demo.stories import STORIES, Story
from domain.errors import NotFound, RuntimeRefused, WorkerAway
from domain.vocabulary import ExecutionStatus, VersionStatus
from runtime.contracts import OpenTask
from services.complete_task import complete_task
from services.get_execution import get_execution
from services.get_tree import get_tree
from services.list_deliveries import list_deliveries
from services.list_versions import list_versions
from services.read_run import read_tasks
from services.receive_event import Event, receive_event
from services.start_execution import StartOrder, start_execution

SOURCE = "demo"
PATIENCE = 15.0
"""Seconds without progress after which a story is left as it is."""
_ON_ITS_WAY = {ExecutionStatus.CREATED, ExecutionStatus.STARTED}


def tell_demo(say: Callable[[str], None]) -> None:
    """Create what the demo lacks and play its stories; a second call finds them done. Raises: PointsmanError."""
    templates = make_templates()
    say(f"{len(templates)} templates")
    told = {row.source_event_id: row.execution_id for row in list_deliveries(source=SOURCE, size=200).rows}
    started = [(story, told[story.key] if story.key in told else _start(story)) for story in STORIES]
    if not told:
        _test_run(templates["us-company-incorporation"])
    going = [(story, execution_id) for story, execution_id in started if execution_id and story.answers]
    say(f"{len(going)} stories")
    with ThreadPoolExecutor(len(going)) as pool:
        list(pool.map(lambda each: _play(*each), going))
    say("all stories told")


def is_ours(names: set[str]) -> bool:
    """True when a database with templates of these names holds nothing but the demo, or nothing at all."""
    return names <= {template.name for template in CATALOGUE}


def _start(story: Story) -> str | None:
    event = Event(
        SOURCE, story.key, story.entity_type, story.entity_id, story.payload, story.context or None, reason="Demo"
    )
    return receive_event(event, actor=ACTOR).execution_id


def _test_run(template_id: str) -> None:
    draft = next(version for version in list_versions(template_id) if version.status is VersionStatus.DRAFT)
    order = StartOrder(template_id, STORIES[0].payload, "Trying the draft", version_id=draft.id, test=True)
    start_execution(order, actor=ACTOR)


def _play(story: Story, root_id: str) -> None:
    """Answer the tasks that have answers, in the whole family, until nothing moves any more."""
    answered: Counter[tuple[str, str]] = Counter()
    patience = time.monotonic() + PATIENCE
    while story.answers and time.monotonic() < patience:
        if get_execution(root_id).status not in _ON_ITS_WAY:
            return
        progress = [_answer(execution_id, story, answered) for execution_id in _family(story, root_id)]
        if any(progress):
            patience = time.monotonic() + PATIENCE
        time.sleep(0.3)


def _family(story: Story, root_id: str) -> Iterator[str]:
    for member in get_tree(root_id).members:
        if member.status is not ExecutionStatus.STARTED:
            continue
        director = (get_execution(member.id).context or {}).get("directorID")
        if member.parent_id is None or story.only_for is None or director in story.only_for:
            yield member.id


def _answer(execution_id: str, story: Story, answered: Counter[tuple[str, str]]) -> bool:
    """Complete the open tasks of one execution that have an answer left; True when any was completed."""
    progress = False
    for task in _open_tasks(execution_id):
        key = (execution_id, task.name)
        answers = story.answers.get(task.name, [])
        if answered[key] < len(answers):
            complete_task(execution_id, task.reference, answers[answered[key]], actor=ACTOR, visit=task.visit)
            answered[key] += 1
            progress = True
    return progress


def _open_tasks(execution_id: str) -> list[OpenTask]:
    try:
        return read_tasks(execution_id).open_tasks
    except (NotFound, RuntimeRefused, WorkerAway):
        return []
