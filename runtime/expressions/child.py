"""The child process: it runs jq and checks JSON Schemas, one request of two lines in, one answer line out.

The first line is a verb and what it is about (JSON text), the second line is the data (JSON text). The answer is
``[true, result]`` or ``[false, sentence]``. The child limits itself before it reads the first request: memory,
processor time for each request, no new files, no new processes, death with its parent.
"""

import ctypes
import importlib
import json
import re
import resource
import signal
import sys
from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import jq

_ROOT = str(Path(__file__).resolve().parents[2])
MEMORY_BYTES = 512 * 1024 * 1024
CPU_SECONDS = 2
LONGEST_ANSWER = 8 * 1024 * 1024
LONGEST_REFUSAL = 20_000
DEEPEST = 500
"""Of Python's stack: whoever reads the answer stands deeper in his own."""
_OPEN_FILES = 3
_FILES_TO_IMPORT = 32
_SET_PARENT_DEATH_SIGNAL = 1

_PLACE = re.compile(r"jq: error: (?P<what>.*?) at <top-level>, line (?P<line>\d+)", re.DOTALL)
_LINES_BEFORE = 1
_UNAVAILABLE = (
    *("now", "localtime", "input", "inputs", "input_filename", "input_line_number", "env"),
    *("get_search_list", "modulemeta", "halt", "halt_error", "debug", "stderr"),
)
_WITH_ARGUMENT = ("halt_error", "debug", "strflocaltime")
_PROLOGUE = "".join(
    [f'def {name}: error("{name} is not available in expressions");' for name in _UNAVAILABLE]
    + [f'def {name}(f): error("{name} is not available in expressions");' for name in _WITH_ARGUMENT]
)


@lru_cache(maxsize=2048)
def _compiled(about: str) -> Any:
    text, names = json.loads(about)
    bindings = "".join(f".[1][{index}] as ${name} | " for index, name in enumerate(names))
    return jq.compile(f"{_PROLOGUE} {{}} as $ENV | {bindings} .[0] | (\n{text}\n)")


def _evaluate(about: str, payload: str) -> str:
    """``about`` is ``[text, names of variables]``, the data is ``[input, values of variables]``."""
    first = next(iter(_compiled(about).input_text(payload)), None)
    answer = json.dumps([True, first])
    if len(answer) > LONGEST_ANSWER:
        raise ValueError(f"the result is larger than {LONGEST_ANSWER // 1024 // 1024} MiB")
    return answer


def _schema(about: str, payload: str) -> str:
    """``about`` is a JSON Schema, the data ``[value]`` to hold against it or ``[]``; the result lists problems."""
    json_schemas = _json_schemas()
    try:
        return json.dumps([True, json_schemas.problems_here(about, *json.loads(payload))])
    except json_schemas.InvalidSchema as error:
        return json.dumps([False, str(error)])


@cache
def _json_schemas() -> Any:
    """The rules for schemas, loaded when they are first needed: most children start faster without them."""
    resource.setrlimit(resource.RLIMIT_NOFILE, (_FILES_TO_IMPORT, _FILES_TO_IMPORT))
    sys.path.append(_ROOT)
    module = importlib.import_module("domain.json_schemas")
    resource.setrlimit(resource.RLIMIT_NOFILE, (_OPEN_FILES, _OPEN_FILES))
    return module


def _compile(about: str, _payload: str) -> str:
    """``about`` is a whole program, and jq's own words are the sentence when it refuses it."""
    try:
        jq.compile(json.loads(about))
    except ValueError as error:
        return json.dumps([False, str(error)[:LONGEST_REFUSAL]])
    return json.dumps([True, None])


_VERBS: Mapping[str, Callable[[str, str], str]] = {"evaluate": _evaluate, "compile": _compile, "schema": _schema}


def _answer(request: str, payload: str) -> str:
    verb, _, about = request.partition(" ")
    try:
        return _VERBS[verb](about, payload)
    except RecursionError:
        return json.dumps([False, "the value is nested too deeply"])
    except ValueError as error:
        return json.dumps([False, _told(str(error))])


def _told(message: str) -> str:
    match = _PLACE.match(message)
    if match is None:
        return message[:500]
    return f"{match['what'][:400]} (line {int(match['line']) - _LINES_BEFORE})"


def _allow_processor_time() -> None:
    used = resource.getrusage(resource.RUSAGE_SELF)
    limit = int(used.ru_utime + used.ru_stime) + CPU_SECONDS
    resource.setrlimit(resource.RLIMIT_CPU, (limit, resource.RLIM_INFINITY))


def _limit_self() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    for kind in (resource.RLIMIT_CORE, resource.RLIMIT_FSIZE, resource.RLIMIT_NPROC):
        resource.setrlimit(kind, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (_OPEN_FILES, _FILES_TO_IMPORT))
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_SET_PARENT_DEATH_SIGNAL, signal.SIGKILL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    sys.setrecursionlimit(DEEPEST)


def main() -> None:
    """Answer requests until the parent closes the socket."""
    _limit_self()
    print("ready", flush=True)
    for request in sys.stdin:
        payload = next(sys.stdin)
        _allow_processor_time()
        sys.stdout.write(_answer(request.rstrip("\n"), payload) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
