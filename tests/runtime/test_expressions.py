"""jq in child processes: what it gives, and that hostile text harms nothing."""

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from threading import Thread

import psutil
import pytest

from domain.json_types import JsonValue
from runtime.expressions import BudgetExceeded, ExpressionError, evaluate
from runtime.expressions.pool import MOST_CHILDREN
from tests.runtime.child_processes import all_children, children


@pytest.mark.parametrize("text", [".a + $x.b", "${ .a + $x.b }", "  ${.a + $x.b}  "])
def test_an_expression_sees_data_and_variables_with_or_without_braces(text: str) -> None:
    assert evaluate(text, {"a": 1}, {"x": {"b": 2}, "unused": None}) == 3


def test_the_first_result_counts_and_no_result_is_null() -> None:
    assert evaluate("1, 2", None) == 1
    assert evaluate("empty", None) is None


def test_only_what_the_text_mentions_is_asked_for() -> None:
    asked: list[object] = []

    def variable(attributes: frozenset[str] | None) -> None:
        asked.append(attributes)

    evaluate("$x.a, $x.b", None, {"x": variable, "y": variable})
    evaluate("$x | .a", None, {"x": variable})
    evaluate("$xy", None, {"x": variable, "xy": 1})
    assert asked == [frozenset({"a", "b"}), None]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("nope", "nope/0 is not defined (line 1)"),
        ("$nope", "$nope is not defined (line 1)"),
        ("1 +", "syntax error"),
        (".a.b", "Cannot index number"),
        ('error("mine")', "mine"),
        ("# only a comment", "syntax error"),
        ("reduce range(3000) as $i (0; [.])", "nested too deeply"),
        ('"x" * 9000000', "larger than 8 MiB"),
    ],
)
def test_a_wrong_expression_is_told_by_jqs_message(text: str, told: str) -> None:
    with pytest.raises(ExpressionError) as error:
        evaluate(text, {"a": 1})
    assert told in str(error.value)


@pytest.mark.parametrize(
    "text",
    [
        *("env", "now", "localtime", 'now | strflocaltime("%Z")', "input", "inputs", "debug", 'debug("x")', "stderr"),
        *("halt", "halt_error", "halt_error(1)", "input_filename", "input_line_number", "get_search_list"),
        *("modulemeta", 'import "a" as a; .', 'include "a"; .', 'include "a" {search: "/"}; .', "$__prog_args"),
    ],
)
def test_what_leaks_acts_or_changes_between_replays_is_not_available(text: str) -> None:
    with pytest.raises(ExpressionError):
        evaluate(text, "abc")


def test_a_pattern_that_backtracks_for_ever_is_stopped() -> None:
    with pytest.raises((ExpressionError, BudgetExceeded), match=r"retry-limit-in-match over|took more than"):
        evaluate('("a" * 5000 + "!") | test("(a+)+$")', None)


def test_the_environment_is_empty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POINTSMAN_SECRET", "secret")
    assert evaluate("$ENV", None) == {}
    for child in children():
        assert set(child.environ()) <= {"TZ", "LC_CTYPE"}


@pytest.mark.parametrize(
    "text",
    [
        *("def f: f; f", "def f(x): f(x | x); f(.)", "until(false; .)", "[limit(1e9; repeat(1))]"),
        *("[range(1e9)]", '"a" * 1e9', "reduce range(200000) as $i (0; [.])"),
        "[[range(100)], [range(100)], [range(100)], [range(100)]] | [combinations]",
    ],
)
def test_a_blown_budget_is_an_error_and_the_next_expression_works(text: str) -> None:
    began = time.monotonic()
    with pytest.raises(BudgetExceeded, match="expression"):
        evaluate(text, None)
    assert time.monotonic() - began < 3
    assert evaluate("1 + 1", None) == 2


def test_what_blew_its_budget_is_refused_at_once_when_it_comes_again() -> None:
    for told in ("took more than", "took more than", "tried 2 times; soon again"):
        began = time.monotonic()
        with pytest.raises(BudgetExceeded, match=told):
            evaluate("until(1 == 2; .)", None)
    assert time.monotonic() - began < 0.1
    with pytest.raises(ExpressionError):
        evaluate("until(1 == 2; error(.))", "other")


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ('"2015-03-05T23:51:47Z" | fromdate', 1425599507),
        ("0 | gmtime | mktime", 0),
        ('0 | strftime("%H %Z")', "00 GMT"),
        ('"a b" | @sh', "'a b'"),
        ("[.a | paths]", [["b"]]),
        ('getpath(["a", "b"])', 1),
        ("first(empty)", None),
        ('("a" * 15 + "!") | test("(a+)+$")', False),
        ("label $out | 1, break $out", 1),
        ("first(limit(1e9; range(10)))", 0),
        ("try error(null) catch .", None),
        ("100000000000000000000000000 | tojson", "100000000000000000000000000"),
        ("[nan]", [None]),
        ("1e1000 < infinite or 1e1000 == infinite", True),
        ("try input catch .", "input is not available in expressions"),
        ("$ENV.PATH", None),
        ('("[" * 9000 + "]" * 9000) | fromjson | length', 1),
    ],
)
def test_odd_but_harmless_expressions_have_a_result(text: str, result: JsonValue) -> None:
    assert evaluate(text, {"a": {"b": 1}}) == result


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("error(null)", "null"),
        ("break $x", "label-x is not defined"),
        ("[.] | .[999999999] = 1", "too large"),
        ("getpath([range(100000)])", "too deep"),
        ('"[" * 100000 | fromjson', "depth limit"),
        ('"ab" * 1e10', "too long"),
        ("1e30 | todate", "error converting"),
        ("reduce range(520) as $i (0; [.])", "nested too deeply"),
        ('"\\ud800"', "surrogate"),
        ("1) | (2 | now", "now is not available"),
    ],
)
def test_odd_expressions_fail_with_a_sentence(text: str, told: str) -> None:
    with pytest.raises(ExpressionError, match=told):
        evaluate(text, None)


def test_the_child_can_open_no_file_start_no_process_and_use_little_memory() -> None:
    evaluate("1 + 1", None)
    for child in children():
        assert child.rlimit(psutil.RLIMIT_NOFILE)[0] == child.num_fds() == 3
        assert child.rlimit(psutil.RLIMIT_NPROC) == child.rlimit(psutil.RLIMIT_FSIZE) == (0, 0)
        assert child.rlimit(psutil.RLIMIT_CORE) == (0, 0)
        assert child.rlimit(psutil.RLIMIT_AS) == (512 * 1024 * 1024,) * 2


def test_others_are_served_while_as_many_hang_as_there_are_children() -> None:
    def hang(number: int) -> None:
        with pytest.raises(BudgetExceeded):
            evaluate(f"until({number} < 0; .)", None)

    assert evaluate("3 - 1", None) == 2
    all_children()
    threads = [Thread(target=hang, args=[number]) for number in range(MOST_CHILDREN + 1)]
    for thread in threads:
        thread.start()
    assert evaluate("3 - 1", None) == 2
    assert any(thread.is_alive() for thread in threads)
    for thread in threads:
        thread.join()


def test_a_child_that_was_killed_is_replaced_without_a_word() -> None:
    evaluate("1 + 1", None)
    for child in children():
        child.kill()
        child.wait(5)
    assert evaluate("1 + 1", None) == 2


def test_many_threads_share_a_few_children() -> None:
    with ThreadPoolExecutor(16) as threads:
        assert list(threads.map(lambda n: evaluate(". * 2", n), range(200))) == [n * 2 for n in range(200)]
    assert len(children()) <= MOST_CHILDREN


def test_a_child_outlives_the_thread_that_asked_first() -> None:
    def ask(text: str) -> None:
        assert evaluate(text, None) == 1

    all_children()
    for text in ("2 - 1", "2 - 1"):
        thread = Thread(target=ask, args=[text])
        thread.start()
        thread.join()
        assert all(child.is_running() for child in children())
    before = {child.pid for child in children()}
    ask("1")
    assert {child.pid for child in children()} == before


def test_large_data_crosses() -> None:
    rows: JsonValue = [{"n": n, "text": "x" * 50} for n in range(10_000)]
    assert evaluate("map(.n) | add", rows) == sum(range(10_000))


def test_nothing_is_spawned_at_import() -> None:
    code = (
        "import psutil, runtime.expressions, runtime.workflows.open_workflow; print(len(psutil.Process().children()))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "0"


def test_children_die_with_their_parent() -> None:
    code = (
        "import os, signal, psutil, threading\n"
        "from runtime.expressions import evaluate\n"
        "evaluate('1 + 0', None)\n"
        "threading.Thread(target=lambda: evaluate('def f: f; f', None)).start()\n"
        "print(*[child.pid for child in psutil.Process().children()], flush=True)\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    left = [psutil.Process(int(pid)) for pid in done.stdout.split() if psutil.pid_exists(int(pid))]
    _, alive = psutil.wait_procs(left, timeout=5)
    assert [process for process in alive if process.status() != psutil.STATUS_ZOMBIE] == []
