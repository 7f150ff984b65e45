"""Checks of ``call`` and ``run``: what may be called, and with what."""

from collections.abc import Iterator
from difflib import get_close_matches

from domain.json_types import JsonObject, JsonValue
from domain.open_workflow.parts import inline_schema_problems
from domain.open_workflow.shape import Problem, is_expression, known_keys, unsupported

HUMAN_TASK = "human-task:1.0.0@default"
_CALLS = ("http", HUMAN_TASK)
_UNSUPPORTED_CALLS = ("grpc", "openapi", "asyncapi", "a2a", "mcp")
_METHODS = ("get", "head", "post", "put", "patch", "delete", "options")
_HUMAN_TASK = ("title", "description", "assignee", "candidateGroups", "priority", "dueIn", "data", "form")


def call_problems(task: JsonObject, pointer: str) -> Iterator[Problem]:
    """A ``call`` task."""
    call, arguments = task["call"], task.get("with", {})
    if not isinstance(arguments, dict):
        yield Problem(f"{pointer}/with", "must be an object.")
    elif call == "http":
        yield from _http_problems(arguments, f"{pointer}/with")
    elif call == HUMAN_TASK:
        yield from _human_task_problems(arguments, f"{pointer}/with")
    else:
        yield from _unknown_call(call, f"{pointer}/call")


def _unknown_call(call: JsonValue, pointer: str) -> Iterator[Problem]:
    if not isinstance(call, str):
        yield Problem(pointer, f"must be the name of a function: {', '.join(_CALLS)}.")
    elif call in _UNSUPPORTED_CALLS or ("@" in call and not call.startswith("human-task")):
        yield unsupported(pointer, f"call: {call[:60]}")
    else:
        near = get_close_matches(call, _CALLS, 1)
        hint = f"Did you mean “{near[0]}”?" if near else f"Known functions: {', '.join(_CALLS)}."
        yield Problem(pointer, f"there is no function “{call[:60]}”. {hint}")


def _http_problems(arguments: JsonObject, pointer: str) -> Iterator[Problem]:
    known = ("method", "endpoint", "headers", "body", "query", "output", "redirect")
    yield from known_keys(arguments, pointer, known, "an HTTP call")
    if str(arguments.get("method", "")).lower() not in _METHODS:
        yield Problem(f"{pointer}/method", f"must be one of {', '.join(_METHODS)}.")
    endpoint = arguments.get("endpoint")
    if isinstance(endpoint, dict) and "authentication" in endpoint:
        yield unsupported(f"{pointer}/endpoint/authentication", "authentication of an endpoint")
    uri = endpoint.get("uri") if isinstance(endpoint, dict) else endpoint
    if not isinstance(uri, str) or not (is_expression(uri) or uri.startswith(("http://", "https://"))):
        yield Problem(f"{pointer}/endpoint", "must be a URI that starts with http:// or https://.")
    if arguments.get("output", "content") not in ("raw", "content", "response"):
        yield Problem(f"{pointer}/output", "must be raw, content or response.")
    for key in ("headers", "query"):
        value = arguments.get(key, {})
        if not isinstance(value, dict) and not is_expression(value):
            yield Problem(f"{pointer}/{key}", "must be an object.")


def _human_task_problems(arguments: JsonObject, pointer: str) -> Iterator[Problem]:
    yield from known_keys(arguments, pointer, _HUMAN_TASK, "a human task")
    if not isinstance(arguments.get("title"), str):
        yield Problem(f"{pointer}/title", "must be text: people see it in their list.")
    form = arguments.get("form", {})
    if isinstance(form, dict):
        yield from inline_schema_problems(form, f"{pointer}/form")
    else:
        yield Problem(f"{pointer}/form", "must be a JSON Schema, as an object.")


def run_problems(run: JsonValue, pointer: str) -> Iterator[Problem]:
    """A ``run`` task: only ``run.workflow``."""
    if not isinstance(run, dict):
        yield Problem(f"{pointer}/run", "must be an object.")
        return
    process = next((kind for kind in ("container", "script", "shell") if kind in run), None)
    if process is not None:
        yield unsupported(f"{pointer}/run/{process}", f"run: {process}")
        return
    yield from known_keys(run, f"{pointer}/run", ("workflow", "await"), "run")
    workflow = run.get("workflow")
    if not isinstance(workflow, dict):
        yield Problem(f"{pointer}/run/workflow", "must be an object with namespace, name and version.")
        return
    yield from known_keys(workflow, f"{pointer}/run/workflow", ("namespace", "name", "version", "input"), "workflow")
    for key in ("namespace", "name", "version"):
        if not isinstance(workflow.get(key), str):
            yield Problem(f"{pointer}/run/workflow/{key}", "must be text.")
