"""What kinds of tasks a drawing tells apart, each with a word, a sign and a tone."""

from enum import StrEnum

from domain.json_types import JsonObject
from domain.looks import Look
from domain.open_workflow.tasks import kind_of_task


class Kind(StrEnum):
    """What a task does, finer than the language's own kinds where people see a difference."""

    START = "start"
    END = "end"
    HTTP = "http"
    FUNCTION = "function"
    HUMAN = "human"
    SET = "set"
    WAIT = "wait"
    LISTEN = "listen"
    EMIT = "emit"
    RAISE = "raise"
    WORKFLOW = "workflow"
    PROCESS = "process"
    SWITCH = "switch"
    DO = "do"
    FOR = "for"
    FORK = "fork"
    TRY = "try"
    CATCH = "catch"
    PART = "part"
    UNKNOWN = "unknown"


LOOKS = {
    Kind.START: Look("Start", "●", "gray"),
    Kind.END: Look("End", "◉", "gray"),
    Kind.HTTP: Look("HTTP call", "⇄", "blue"),
    Kind.FUNCTION: Look("Function call", "ƒ", "blue"),
    Kind.HUMAN: Look("Human task", "☺", "violet"),
    Kind.SET: Look("Set data", "≔", "gray"),
    Kind.WAIT: Look("Wait", "◷", "yellow"),
    Kind.LISTEN: Look("Listen for events", "◎", "yellow"),
    Kind.EMIT: Look("Emit an event", "➤", "orange"),
    Kind.RAISE: Look("Raise an error", "⚠", "red"),
    Kind.WORKFLOW: Look("Run a workflow", "⧉", "green"),
    Kind.PROCESS: Look("Run a process", "⚙", "green"),
    Kind.SWITCH: Look("Switch", "◇", "orange"),
    Kind.DO: Look("Tasks in order", "☰", "gray"),
    Kind.FOR: Look("Loop", "↻", "gray"),
    Kind.FORK: Look("Branches side by side", "⫴", "gray"),
    Kind.TRY: Look("Try", "⛨", "gray"),
    Kind.CATCH: Look("Catch", "⚑", "red"),
    Kind.PART: Look("Part of a long list", "⋯", "gray"),
    Kind.UNKNOWN: Look("Not understood", "?", "orange"),
}

_BY_KEY = {
    "set": Kind.SET,
    "wait": Kind.WAIT,
    "listen": Kind.LISTEN,
    "emit": Kind.EMIT,
    "raise": Kind.RAISE,
    "switch": Kind.SWITCH,
    "do": Kind.DO,
    "for": Kind.FOR,
    "fork": Kind.FORK,
    "try": Kind.TRY,
}


def kind_of(task: JsonObject) -> Kind:
    """The kind of a task as a drawing shows it; ``UNKNOWN`` where the language has no such task."""
    key = kind_of_task(task)
    if key == "call":
        call = task["call"]
        if call == "http":
            return Kind.HTTP
        return Kind.HUMAN if isinstance(call, str) and call.startswith("human-task:") else Kind.FUNCTION
    if key == "run":
        run = task["run"]
        return Kind.PROCESS if isinstance(run, dict) and run and "workflow" not in run else Kind.WORKFLOW
    return _BY_KEY.get(key or "", Kind.UNKNOWN)
