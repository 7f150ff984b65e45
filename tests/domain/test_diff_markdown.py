"""The changes between two versions as Markdown."""

import re

import pytest

from domain.diff.markdown import MOST_LINES, summary_markdown
from domain.json_types import JsonObject
from tests.domain.change_samples import definition, lines

HOSTILE = (
    "`</code><script>alert(1)</script>",
    "![x](https://evil.example/x.png)",
    "[click](javascript:alert(1))",
    "a\n\n# Heading",
    "|a|b|",
    "@everyone",
    "``` \n```",
    "https://evil.example",
)
SET: JsonObject = {"set": {"x": 1}}


def outside_of_code(text: str) -> str:
    """What a reader of Markdown interprets."""
    return re.sub(r"`[^`\n]*`", "", text)


def test_it_begins_with_both_versions_and_counts_by_risk() -> None:
    old = definition({"charge": SET})
    new = definition({"charge": {"set": {"x": 2}}}, output={"as": ".x"}, timeout={"after": "PT1H"})
    text = summary_markdown("incorporate", "1.2.0", "1.3.0", lines(old, new))
    assert text.splitlines()[:3] == [
        "# `incorporate`: `1.2.0` → `1.3.0`",
        "",
        "3 changes: 1 breaking for callers, 2 of behaviour. They ask for a major step of the version.",
    ]


def test_lines_are_grouped_by_risk_and_then_by_task() -> None:
    old = definition({"charge": SET})
    new = definition({"charge": {"set": {"x": 2}}}, output={"as": ".x"}, timeout={"after": "PT1H"})
    text = summary_markdown("incorporate", "1.2.0", "1.3.0", lines(old, new))
    assert re.findall(r"^##+ .*", text, re.MULTILINE) == [
        "## ! Breaking for callers (1)",
        "### The workflow",
        "## ± Behaviour (2)",
        "### The workflow",
        "### `charge`",
    ]


def test_equal_versions_say_so() -> None:
    assert summary_markdown("a", "1.0.0", "1.0.0", []).endswith("\n\nNothing differs.\n")


@pytest.mark.parametrize("text", HOSTILE)
def test_no_name_or_value_is_read_as_markdown(text: str) -> None:
    old = definition({text: {"set": {text: 1}, "if": text}})
    new = definition({text: {"set": {text: text}, "then": text}}, {f"{text}2": {"wait": text}}, use={"secrets": [text]})
    told = outside_of_code(summary_markdown(text, text, text, lines(old, new)))
    assert not re.search(r"evil|alert|script|Heading|\|a|everyone|javascript", told)
    assert "```" not in told


def test_a_very_long_summary_says_what_it_leaves_out() -> None:
    old = definition({"a": {"set": {f"x{number}": 1 for number in range(MOST_LINES + 5)}}})
    new = definition({"a": {"set": {f"x{number}": 2 for number in range(MOST_LINES + 5)}}})
    text = summary_markdown("a", "1.0.0", "1.1.0", lines(old, new))
    assert text.endswith("5 more changes left out here.\n")
    assert text.count("\n- ") == MOST_LINES


def test_credentials_in_addresses_are_hidden() -> None:
    def calling(password: str) -> JsonObject:
        return {"ask": {"call": "http", "with": {"method": "get", "endpoint": f"https://me:{password}@pay.example"}}}

    text = summary_markdown("orders", "1", "2", lines(definition(calling("old-word")), definition(calling("new-word"))))
    assert "https://⟦hidden⟧@pay.example" in text
    assert "-word" not in text
