"""Does jq take these expressions: many in one program, in the child process, within its limits of time and memory.

Loading jq's own definitions costs about a millisecond a program, so expressions are compiled together; only a program
that jq refuses is taken apart. What blows the limits is a refusal too, and never reaches this process.
"""

import json
import re
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from functools import cache
from threading import Lock
from typing import cast

from runtime.expressions.budget import BudgetExceeded, Request
from runtime.expressions.evaluation import evaluate
from runtime.expressions.outline import outlines
from runtime.expressions.pool import ask

UNAVAILABLE = (
    *("now", "localtime", "input", "inputs", "input_filename", "input_line_number", "env"),
    *("get_search_list", "modulemeta", "halt", "halt_error", "debug", "stderr"),
)
UNAVAILABLE_WITH_ARGUMENT = ("halt_error", "debug", "strflocaltime")
# jq drops a definition that nothing uses before it looks at what is undefined in it: these refuse their use alone.
_PROLOGUE = "".join(
    [f"def {name}: $__unavailable__{name}; " for name in UNAVAILABLE]
    + [f"def {name}(f): $__unavailable__{name}; " for name in UNAVAILABLE_WITH_ARGUMENT]
)
_TOGETHER = 50
_MOST_REFUSED = 100
_MOST_ALONE = 2000
_MOST_KILLED = 6
_MOST_REMEMBERED = 10_000
_LONGEST_REMEMBERED = 2000
_VARIABLE = re.compile(r"\$([A-Za-z_][A-Za-z0-9_]*)", re.ASCII)
_ERROR = re.compile(r"jq: error: (.*?)(?: at <top-level>, line (\d+).*)?$", re.MULTILINE)
_CONSTANT = re.compile(r"\$(?:ENV|__loc__)\b", re.ASCII)
TOO_MANY = "it was not compiled, because too many others are wrong or must be compiled alone: mend those first"
TOO_MUCH = "compiling it needs more time or memory than it may use"

Program = tuple[str, tuple[str, ...]]
"""A text and the variables that it mentions and may use."""

_verdicts: dict[Program, str | None] = {}
_lock = Lock()


def compile_expressions(asked: Sequence[tuple[str, frozenset[str]]]) -> list[str | None]:
    """Why jq refuses each text with these variables, in jq's words; None where it compiles.

    After 100 refusals, or 6 that blew a limit, the rest is refused without being looked at.
    """
    programs = [(text, _mentioned(text, variables)) for text, variables in asked]
    outlined = outlines([text for text, _ in programs])
    shapes = [(text or "", names) for text, (_, names) in zip(outlined, programs, strict=True)]
    search = _Search()
    search.try_together([each for each in dict.fromkeys(shapes) if each[0]])
    return [search.verdict(program, shape) for program, shape in zip(programs, shapes, strict=True)]


def _mentioned(text: str, variables: frozenset[str]) -> tuple[str, ...]:
    return tuple(sorted(variables.intersection(_VARIABLE.findall(text)))) if "$" in text else ()


class _Search:
    """One search for what jq refuses, with bounds on how long it may go on."""

    def __init__(self) -> None:
        self._refused = self._killed = self._alone = 0
        self._good: set[Program] = set()
        self._apart: dict[Program, str | None] = {}

    def try_together(self, shapes: Sequence[Program]) -> None:
        """Find out which outlines compile, many at a time."""
        unknown = [each for each in shapes if each not in _verdicts]
        self._good.update(each for each in shapes if _verdicts.get(each, "") is None)
        for start in range(0, len(unknown), _TOGETHER):
            self._try(unknown[start : start + _TOGETHER])

    def verdict(self, program: Program, shape: Program) -> str | None:
        """The answer for one expression, by its outline or else by itself."""
        text = program[0]
        if (
            ("$_" in text or "$E" in text)
            and (found := _CONSTANT.search(text))
            and (refusal := _constant(found.group(), text))
        ):
            return refusal
        if shape in self._good:
            return None
        if program not in self._apart:
            self._apart[program] = _verdicts[program] if program in _verdicts else self._by_itself(program)
        return self._apart[program]

    def _by_itself(self, program: Program) -> str | None:
        text, names = program
        if self._is_over():
            return TOO_MANY
        self._alone += 1
        refusal = self._ask(_alone(text, names))
        if refusal == TOO_MUCH:
            return refusal
        if refusal is not None:
            self._refused += 1
            refusal = _in_words(refusal, text)
        _remember(program, refusal)
        return refusal

    def _try(self, shapes: Sequence[Program]) -> None:
        while shapes and not self._is_over():
            refusal = self._ask(_together(shapes))
            if refusal is None:
                self._good.update(shapes)
                for each in shapes:
                    _remember(each, None)
                return
            if refusal == TOO_MUCH:
                if len(shapes) > 1:
                    self._try(shapes[: len(shapes) // 2])
                    self._try(shapes[len(shapes) // 2 :])
                return
            self._refused += 1
            suspects = _suspects(refusal, len(shapes))
            shapes = [each for index, each in enumerate(shapes) if index not in suspects]

    def _is_over(self) -> bool:
        return self._refused >= _MOST_REFUSED or self._killed >= _MOST_KILLED or self._alone >= _MOST_ALONE

    def _ask(self, program: str) -> str | None:
        try:
            told = ("Compiling", program[len(_PROLOGUE) :][:80])
            works, refusal = json.loads(ask(Request("compile", json.dumps(program), "null", told)))
        except BudgetExceeded:
            self._killed += 1
            return TOO_MUCH
        return None if works else str(refusal)


def _together(shapes: Sequence[Program]) -> str:
    """One program of all, each on a line of its own: the first stands on line 2."""
    return _PROLOGUE + ",".join(f"({_bindings(names)}\n{text})" for text, names in shapes)


def _suspects(refusal: str, count: int) -> set[int]:
    """Those on the lines that jq complains of; all of them when it names no line."""
    lines = {int(line) - 2 for _, line in _ERROR.findall(refusal) if line}
    named = lines & set(range(count))
    return named or set(range(count))


def _alone(text: str, names: Iterable[str]) -> str:
    # With parentheses around it, as it is evaluated, a text could close them: only for one with a comment they stay.
    return _PROLOGUE + _bindings(names) + (f"(\n{text}\n)" if "#" in text else text)


def _bindings(names: Iterable[str]) -> str:
    return "".join(f". as ${name} | " for name in names)


def _constant(name: str, text: str) -> str | None:
    plain = outlines([text])[0] or text
    return f"{name} is not defined" if name in plain else None


def _in_words(refusal: str, text: str) -> str:
    match = _ERROR.search(refusal)
    if match is None:
        return refusal[:300]
    what, line = match[1][:300], int(match[2] or 1) - ("#" in text)
    where = f" (line {line})" if "\n" in text else ""
    undefined = re.match(r"(\w+)/\d+ is not defined", what, re.ASCII)
    near = get_close_matches(undefined[1], _functions(), 1) if undefined else []
    return what + where + "".join(f"; near: {name}" for name in near)


@cache
def _functions() -> tuple[str, ...]:
    """The names of jq's own functions that authors may use."""
    signatures = cast(list[str], evaluate("builtins", None))
    return tuple(sorted({signature.split("/")[0] for signature in signatures} - {*UNAVAILABLE}))


def _remember(program: Program, refusal: str | None) -> None:
    if len(program[0]) > _LONGEST_REMEMBERED:
        return
    with _lock:
        if len(_verdicts) >= _MOST_REMEMBERED:
            _verdicts.clear()
        _verdicts[program] = refusal
