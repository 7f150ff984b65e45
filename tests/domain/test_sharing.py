"""A start written down for others says the same to whoever reads it, whatever is in it."""

import json
import shlex
import subprocess
from urllib.parse import parse_qs, urlsplit

from hypothesis import given
from hypothesis import strategies as st

from domain.sharing import LONGEST_ADDRESS, SharedStart, command_line, curl_command, start_address
from domain.vocabulary import EntityType

HOSTILE = "'; rm -rf ~ #\n$(id) `id` \\ \" ! {a,b} * é \u202e"
texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))


@given(text=texts, name=texts)
def test_a_shell_reads_the_command_line_word_by_word(text: str, name: str) -> None:
    words = shlex.split(command_line(SharedStart("t1", input={text: [text]}, name=name)) or "")
    assert words[:3] == ["pointsman", "start", "t1"]
    options = dict(word.split("=", 1) for word in words[3:])
    assert json.loads(options["--input"]) == {text: [text]}
    assert options.get("--name", "") == name


@given(text=texts)
def test_a_shell_reads_the_body_that_curl_sends(text: str) -> None:
    words = shlex.split((curl_command(SharedStart("t1", input=text, name=text), "http://x") or "").replace("\\\n", ""))
    body = json.loads(words[words.index("--data-raw") + 1])
    assert (body["templateId"], body["input"], body.get("name", "")) == ("t1", text, text)


@given(text=texts, number=st.integers())
def test_an_address_holds_all_that_was_filled_in(text: str, number: int) -> None:
    shared = SharedStart(
        entity=(EntityType.PRODUCT, "plan&1"),
        input={text: number},
        context={"customerId": text},
        service_request_id="sr=1",
    )
    asked = {
        name: found[0]
        for name, found in parse_qs(urlsplit(start_address(shared, "http://x/start") or "").query).items()
    }
    assert (asked["entity_type"], asked["entity_id"], asked["service_request"]) == ("PRODUCT", "plan&1", "sr=1")
    assert (json.loads(asked["input"]), json.loads(asked["context"])) == ({text: number}, {"customerId": text})


def test_a_real_shell_hands_on_what_was_meant() -> None:
    command = command_line(SharedStart("t1", input=HOSTILE, name=HOSTILE, context={"a": HOSTILE})) or ""
    printed = subprocess.run(
        ["sh", "-c", command.replace("pointsman start", "printf '%s\\0'", 1)],
        capture_output=True,
        check=True,
        text=True,
    ).stdout.split("\0")
    assert printed[0] == "t1"
    assert f"--name={HOSTILE}" in printed
    assert f"--input={json.dumps(HOSTILE)}" in printed


def test_what_is_too_long_has_no_address_and_no_command() -> None:
    assert start_address(SharedStart("t", input="x" * LONGEST_ADDRESS), "http://x") is None
    assert command_line(SharedStart("t", input="x" * 200_000)) is None
    assert curl_command(SharedStart("t", input="x" * 200_000), "http://x") is None


def test_another_version_and_a_test_run_are_named() -> None:
    shared = SharedStart("t1", version=("v1", "2.0.0"), key="k1", is_test=True)
    assert "--version=2.0.0" in (command_line(shared) or "")
    assert (command_line(shared) or "").endswith("--test --reason=''")
    assert "version=v1" in (start_address(shared, "http://x") or "")
    assert '"version": "2.0.0"' in (curl_command(shared, "http://x") or "")
