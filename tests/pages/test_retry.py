"""The page of a retry: what would begin again is told by name before anything happens, or why nothing can."""

from collections.abc import Iterator

import pytest

from domain.vocabulary import ExecutionStatus, RuntimeStatus
from services.report_execution import report_ended
from storage.shared_tables import utc_now
from tests.pages.conftest import Opener
from tests.pages.reading import words
from tests.runtime.engine import Engine
from tests.runtime.outside import Outside, running_outside
from tests.runtime.templates import children_of, publish, settled

ASK = {"call": "human-task:1.0.0@default", "with": {"title": "Look at it"}}


@pytest.fixture
def outside() -> Iterator[Outside]:
    with running_outside() as server:
        server.broken = {"/file"}
        yield server


def test_it_tells_what_begins_again(open_page: Opener, working: Engine, outside: Outside) -> None:
    part = publish({"file": outside.call("/file")})
    branches = [{"clerk": {"do": [{"ask": ASK}]}}, {"part": part.called()}]
    root = publish({"open": outside.call("/open")}, {"both": {"fork": {"branches": branches}}}).start()
    settled(root, ExecutionStatus.FAILED)
    page = open_page("retry", id=children_of(root)[0].id)
    told = words(page)
    assert "2 executions" in told
    assert "Task **ask**" in told
    assert "Task **file**" in told
    assert "◷ was cut short" in told
    assert "is opened again for a person" in told
    assert "waits again for its sub-workflow, which goes on below" in told
    assert "✕ failed" in told
    assert "What it did there can happen twice" in told
    assert "Task **open**" not in told
    assert not page.button(key=f"retry.go.{children_of(root)[0].id}.open").disabled


def test_what_only_the_definition_decided_will_fail_again(open_page: Opener, working: Engine) -> None:
    error = {"type": "https://acme.example/no", "status": 422, "title": "No"}
    execution = publish({"refuse": {"raise": {"error": error}}}).start()
    settled(execution, ExecutionStatus.FAILED)
    told = words(open_page("retry", id=execution))
    assert "raises the same error again" in told
    assert "will most likely fail again" in told


def test_a_running_one_and_one_without_a_history_say_why_not(open_page: Opener, working: Engine) -> None:
    running = publish({"ask": ASK}).start()
    assert "only what has failed can be retried" in words(open_page("retry", id=running))
    expired = publish({"ask": ASK}).own_row()
    report_ended(expired, "gone", RuntimeStatus.FAILED, utc_now(), {"title": "No"})
    page = open_page("retry", id=expired)
    assert "Temporal keeps its history no longer" in words(page)
    assert [each.proto.label for each in page.get("page_link") if each.proto.page == "rerun"] == ["Rerun it"]
    assert "No execution is chosen" in words(open_page("retry"))
    assert "There is no execution “gone”" in words(open_page("retry", id="gone"))
