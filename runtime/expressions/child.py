"""The child process that runs jq: one request a line in, one answer a line out.

It is started by its path and imports no product code. It limits itself before it reads the first request: memory,
processor time for each request, death with its parent.
"""

import ctypes
import json
import re
import resource
import signal
import sys
from functools import lru_cache
from typing import Any

import jq

MEMORY_BYTES = 512 * 1024 * 1024
CPU_SECONDS = 2
LONGEST_ANSWER = 8 * 1024 * 1024
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
def _compiled(text: str, names: tuple[str, ...]) -> Any:
    bindings = "".join(f".[1][{index}] as ${name} | " for index, name in enumerate(names))
    return jq.compile(f"{_PROLOGUE} {{}} as $ENV | {bindings} .[0] | (\n{text}\n)")


def _answer(line: str) -> str:
    try:
        asked = json.loads(line)
        if len(asked) == 1:
            return json.dumps(_compiles(asked[0]))
        text, names, payload = asked
        first = next(iter(_compiled(text, tuple(names)).input_value(payload)), None)
        answer = json.dumps([True, first])
    except ValueError as error:
        return json.dumps([False, _told(str(error))])
    except RecursionError:
        return json.dumps([False, "the value is nested too deeply"])
    if len(answer) > LONGEST_ANSWER:
        return json.dumps([False, f"the result is larger than {LONGEST_ANSWER // 1024 // 1024} MiB"])
    return answer


def _compiles(program: str) -> tuple[bool, str | None]:
    try:
        jq.compile(program)
    except ValueError as error:
        return False, str(error)[:20_000]
    return True, None


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
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_SET_PARENT_DEATH_SIGNAL, signal.SIGKILL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def main() -> None:
    """Answer requests until the parent closes the pipe."""
    _limit_self()
    print("ready", flush=True)
    for line in sys.stdin:
        _allow_processor_time()
        print(_answer(line), flush=True)


if __name__ == "__main__":
    main()
