"""`pointsman run`: a real command on a real Temporal server, judged by its exit code and by what it prints."""

import json
import re
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import psutil
import pytest

from cli.parts.application import POINTSMAN
from tests.cli.running import environment, pointsman, wait_for

Tried = Callable[..., "CompletedProcess[str]"]
HEAD = "document: {dsl: '1.0.3', namespace: tests, name: tried, version: '1.0.0'}\n"
ASK = HEAD + "do: [{ask: {call: 'human-task:1.0.0@default', with: {title: Sure, form: {required: [ok]}}}}]"

EVERYTHING = (
    HEAD
    + """
do:
- loop:
    for: {in: '[1, 2]'}
    do: [{listening: {listen: {to: {one: {with: {type: n}}}}}}]
- ask:
    call: human-task:1.0.0@default
    with: {title: Sure, form: {required: [ok]}}
- attempt:
    try:
    - count: {set: '${ . }', export: {as: '{n: (($context.n // 0) + 1)}'}}
    - bad: {if: $context.n < 2, raise: {error: {type: 'https://x.example/bad', status: 503}}}
    catch: {retry: {delay: {milliseconds: 1}}}
- child:
    run: {workflow: {namespace: tests, name: child, version: latest}}
"""
)


@pytest.fixture
def tried(tmp_path: Path, temporal_server_address: str) -> Tried:
    """Writes a definition, and runs it with these options on the Temporal server of this run."""

    def run(definition: str, *options: str) -> "CompletedProcess[str]":
        settings = {"POINTSMAN_TEMPORAL_ADDRESS": temporal_server_address}
        return pointsman(tmp_path / "data", "run", written(tmp_path / "tried.yaml", definition), *options, **settings)

    return run


def written(path: Path, content: object) -> str:
    path.parent.mkdir(exist_ok=True)
    path.write_text(content if isinstance(content, str) else json.dumps(content))
    return str(path)


def test_the_output_is_one_line_of_json_and_nothing_else_is_printed(tried: Tried, tmp_path: Path) -> None:
    definition = HEAD + "do: [{a: {set: {on: '${ .on }', text: yes, n: 010}}}]"
    answer = tried(definition, "--input", written(tmp_path / "input.yaml", "on: ü"))
    assert (answer.returncode, answer.stdout, answer.stderr) == (0, '{"n": 10, "on": "ü", "text": "yes"}\n', "")


def test_a_fault_is_told_as_json_on_standard_error(tried: Tried) -> None:
    answer = tried(HEAD + "do: [{bad: {raise: {error: {type: 'https://x.example/bad', status: 422}}}}]")
    assert (answer.returncode, answer.stdout) == (1, "")
    assert json.loads(answer.stderr) == {"type": "https://x.example/bad", "status": 422, "instance": "/do/0/bad"}


def test_events_answers_and_sub_workflows_come_from_files_and_every_visit_is_traced(
    tried: Tried, tmp_path: Path
) -> None:
    for version, told in (("1.9.0", "old"), ("1.10.0", "new")):
        document = {"dsl": "1.0.3", "namespace": "tests", "name": "child", "version": version}
        child = {"document": document, "do": [{"only": {"set": {"told": told, "got": "${ . }"}}}]}
        written(tmp_path / "others" / f"{version}.json", child)
    written(tmp_path / "others" / "not-a-definition.yml", "a: 1")
    answer = tried(
        EVERYTHING,
        "--trace",
        *("--event", written(tmp_path / "first.json", {"type": "n", "data": 1})),
        *("--event", written(tmp_path / "more.yaml", "[{type: other}, {type: n, data: 2}]")),
        *("--complete", f"/do/1/ask={written(tmp_path / 'no.json', {})}"),
        *("--complete", f"/do/1/ask={written(tmp_path / 'yes.json', {'ok': True})}"),
        *("--with", str(tmp_path / "others")),
    )
    *lines, output = [json.loads(line) for line in answer.stdout.splitlines()]
    assert output == {"told": "new", "got": {"ok": True}}
    assert answer.returncode == 0
    assert '"ok" is a required property' in answer.stderr
    assert [line["name"] for line in lines] == [
        *("loop", "listening", "listening", "ask", "attempt", "count", "bad", "count", "bad", "child")
    ]
    assert list(lines[0]) == ["name", "reference", "status", "started", "ended"]
    assert {line["name"]: line["attempts"] for line in lines if "attempts" in line} == {"attempt": 2}
    assert (lines[1]["reference"], lines[6]["status"], lines[8]["status"]) == (
        *("/do/0/loop/do/0/listening", "FAULTED", "SKIPPED"),
    )


def test_an_answer_that_the_form_refuses_ends_the_run_as_invalid(tried: Tried, tmp_path: Path) -> None:
    answer = tried(ASK, "--complete", f"/do/0/ask={written(tmp_path / 'no.json', {})}")
    assert (answer.returncode, answer.stdout) == (2, "")
    assert answer.stderr.startswith("--complete /do/0/ask: ")


def test_a_run_that_takes_too_long_is_ended(tried: Tried) -> None:
    answer = tried(HEAD + "do: [{w: {wait: {days: 1}}}]", "--timeout", "1")
    assert (answer.returncode, answer.stdout) == (1, "")
    assert answer.stderr == "The run took longer than it was allowed to, and was ended.\n"


def test_ctrl_c_cancels_the_run_and_an_open_task_was_told(tmp_path: Path, temporal_server_address: str) -> None:
    process = subprocess.Popen(
        [POINTSMAN, "run", "-"],
        env=environment(tmp_path, POINTSMAN_TEMPORAL_ADDRESS=temporal_server_address),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdin
    assert process.stderr
    process.stdin.write(ASK)
    process.stdin.close()
    process.stdin = None
    assert "“Sure” waits for a person" in process.stderr.readline()
    process.send_signal(signal.SIGINT)
    output, errors = process.communicate(timeout=60)
    assert (process.returncode, output, errors.splitlines()[-1]) == (1, "", "The run was cancelled.")


def test_without_a_temporal_one_is_started_for_the_run_and_stopped(tmp_path: Path) -> None:
    definition = written(tmp_path / "a.yaml", HEAD + "do: [{a: {set: {n: 1}}}]")
    answer = pointsman(tmp_path / "data", "run", definition, POINTSMAN_TEMPORAL_NAMESPACE="for-this-run-alone")
    assert (answer.returncode, json.loads(answer.stdout)) == (0, {"n": 1})
    assert "a server is started for this run alone" in answer.stderr
    assert wait_for(lambda: not any("for-this-run-alone" in line for line in command_lines()), seconds=10)


def command_lines() -> list[list[str]]:
    return [process.info["cmdline"] or [] for process in psutil.process_iter(["cmdline"])]


def test_what_is_wrong_in_a_definition_is_told_with_its_place(tried: Tried) -> None:
    answer = tried(HEAD + "do: [{a: {call: htttp}}, {b: {sett: 1}}]")
    assert answer.returncode == 2
    first, second = answer.stderr.splitlines()
    assert re.search(r"tried\.yaml:2:17: error: .*“http”\? \(/do/0/a/call\)$", first)
    assert re.search(r"tried\.yaml:2:30: error: .* \(/do/1/b\)$", second)


def test_what_is_wrong_in_an_input_is_told_with_its_place(tried: Tried, tmp_path: Path) -> None:
    definition = HEAD + "input: {schema: {document: {properties: {n: {type: integer}}}}}\ndo: [{a: {set: {n: 1}}}]"
    answer = tried(definition, "--input", written(tmp_path / "input.json", {"n": "one"}))
    assert answer.returncode == 2
    assert answer.stderr.startswith(f"{tmp_path / 'input.json'}: /n: ")


def test_the_flag_for_tests_is_not_in_the_help(tmp_path: Path) -> None:
    assert "--http-rewrite" not in pointsman(tmp_path, "run", "--help").stdout
