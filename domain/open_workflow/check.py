"""The whole check of a definition: its document, its reusable parts, its tasks.

What Pointsman does not run is rejected by name with its JSON Pointer, never ignored. Expressions are not compiled here.
"""

import re
from collections.abc import Iterator

from domain.json_types import JsonObject, JsonValue
from domain.open_workflow.parts import (
    data_problems,
    error_problems,
    inline_timeout_problems,
    retry_problems,
    timeout_problems,
)
from domain.open_workflow.shape import Problem, below, known_keys, unsupported
from domain.open_workflow.tasks import task_list_problems

_TOP = ("document", "input", "use", "do", "timeout", "output", "schedule", "evaluate")
_USE = ("authentications", "catalogs", "errors", "extensions", "functions", "retries", "secrets", "timeouts")
_UNSUPPORTED_USE = ("authentications", "catalogs", "extensions", "functions")
_LABEL = re.compile(r"[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?", re.ASCII)
_UNSUPPORTED_ARGUMENT = re.compile(r"\$(?:secrets|authorization)\b")


def problems_of(definition: JsonObject) -> list[Problem]:
    """Everything that keeps this definition from being run, in the order of the document; empty when it may run."""
    return [
        *known_keys(definition, "", _TOP, "a workflow"),
        *_document_problems(definition.get("document")),
        *_use_problems(definition.get("use", {})),
        *data_problems(definition, ""),
        *timeout_problems(definition, "", definition),
        *_unsupported_top(definition),
        *task_list_problems(definition.get("do"), "/do", definition),
        *_argument_problems(definition, ""),
    ]


def _document_problems(document: JsonValue) -> Iterator[Problem]:
    if not isinstance(document, dict):
        yield Problem("/document", "is missing. It names the language (dsl), namespace, name and version.")
        return
    dsl = document.get("dsl")
    if not isinstance(dsl, str) or not re.fullmatch(r"1\.0\.\d+", dsl, re.ASCII):
        yield Problem("/document/dsl", "must be a version 1.0 of the language, such as “1.0.3”.")
    for key in ("namespace", "name"):
        label = document.get(key)
        if not isinstance(label, str) or not _LABEL.fullmatch(label):
            yield Problem(f"/document/{key}", "must be 1 to 63 small letters, digits and hyphens.")
    if not isinstance(document.get("version"), str):
        yield Problem("/document/version", "must be a semantic version, such as “1.0.0”.")


def _use_problems(use: JsonValue) -> Iterator[Problem]:
    if not isinstance(use, dict):
        yield Problem("/use", "must be an object.")
        return
    yield from known_keys(use, "/use", _USE, "use")
    yield from (unsupported(f"/use/{key}", f"use.{key}") for key in _UNSUPPORTED_USE if use.get(key))
    for name, error in _entries(use, "errors"):
        yield from error_problems(error, below("/use/errors", name))
    for name, policy in _entries(use, "retries"):
        yield from retry_problems(policy, below("/use/retries", name))
    for name, timeout in _entries(use, "timeouts"):
        yield from inline_timeout_problems(timeout, below("/use/timeouts", name))


def _entries(use: JsonObject, group: str) -> list[tuple[str, JsonValue]]:
    named = use.get(group)
    return list(named.items()) if isinstance(named, dict) else []


def _unsupported_top(definition: JsonObject) -> Iterator[Problem]:
    if "schedule" in definition:
        yield unsupported("/schedule", "schedule")
    evaluate = definition.get("evaluate", {})
    if not isinstance(evaluate, dict):
        yield Problem("/evaluate", "must be an object.")
    elif evaluate.get("language", "jq") != "jq":
        yield unsupported("/evaluate/language", f"expression language {evaluate['language']}")
    elif evaluate.get("mode", "strict") != "strict":
        yield unsupported("/evaluate/mode", f"expression mode {evaluate['mode']}")


def _argument_problems(value: JsonValue, pointer: str) -> Iterator[Problem]:
    if isinstance(value, str) and (match := _UNSUPPORTED_ARGUMENT.search(value)):
        yield unsupported(pointer, match.group())
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _argument_problems(inner, below(pointer, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _argument_problems(inner, f"{pointer}/{index}")
