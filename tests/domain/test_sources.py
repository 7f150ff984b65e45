"""Sources: JSON and YAML text, and where in it things stand."""

import json
import time
from typing import Any

import pytest

from domain.findings import Place, Rule, error
from domain.sources import Source, Syntax, Unreadable, read_source, syntax_of


def read(text: str, syntax: Syntax | None = None) -> Any:
    return read_source(text, "definition", syntax).value


def place(source: Source, pointer: str, *, at_key: bool = False) -> Place | None:
    return source.located([error(Rule.SHAPE, pointer, "x", at_key=at_key)])[0].place


YAML = """\
# a comment
document:
  name: sample
do:
  - first: {set: {x: 1}}
  - "quoted/name": &anchor
      set: |
        text
  - alias: *anchor
"""
JSON = """\
{
  "document": {"name": "sample"},
  "do": [
    {"first": {"set": {"x": 1}}},
    {"a/b": [[], {}, "}"]}
  ]
}"""


@pytest.mark.parametrize(
    ("pointer", "at_key", "line", "column"),
    [
        ("", False, 2, 1),
        ("/document/name", False, 3, 9),
        ("/document/name", True, 3, 3),
        ("/do/0/first/set/x", False, 5, 22),
        ("/do/1/quoted~1name", True, 6, 5),
        ("/do/2/alias", False, 9, 12),
        ("/do/0/first/set/missing/deeper", False, 5, 13),
        ("/do/7", False, 4, 1),
    ],
)
def test_a_place_in_yaml(pointer: str, at_key: bool, line: int, column: int) -> None:
    assert place(read_source(YAML, "x"), pointer, at_key=at_key) == Place(line, column)


@pytest.mark.parametrize(
    ("pointer", "at_key", "line", "column"),
    [
        ("", False, 1, 1),
        ("/document/name", False, 2, 24),
        ("/document/name", True, 2, 16),
        ("/do/0/first/set/x", False, 4, 29),
        ("/do/1/a~1b/2", False, 5, 22),
        ("/do/1/a~1b/1", False, 5, 18),
        ("/document/version", False, 2, 3),
    ],
)
def test_a_place_in_json(pointer: str, at_key: bool, line: int, column: int) -> None:
    assert place(read_source(JSON, "x"), pointer, at_key=at_key) == Place(line, column)


def test_columns_count_characters() -> None:
    assert place(read_source('{"größe🚀": {"x": 1}}', "x"), "/größe🚀/x") == Place(1, 18)
    assert place(read_source("größe🚀: {x: 1}", "x"), "/größe🚀/x") == Place(1, 13)


def test_a_byte_order_mark_is_not_counted() -> None:
    assert place(read_source('\ufeff{"a": 1}', "x"), "/a") == Place(1, 7)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("on: yes", {"on": "yes"}),
        ("a: off\nb: no\nc: y", {"a": "off", "b": "no", "c": "y"}),
        ("1.0: 1.0.0", {"1.0": "1.0.0"}),
        ("a: 2026-01-01\nb: 12:30:00", {"a": "2026-01-01", "b": "12:30:00"}),
        ("[010, 0o10, 0x1F, -7, 1_000]", [10, 8, 31, -7, "1_000"]),
        ("[1.5, .5, 1e3, 1.]", [1.5, 0.5, 1000.0, 1.0]),
        ("[~, null, True, FALSE, '', 'null', !!str 1]", [None, None, True, False, "", "null", "1"]),
        ("a: &x {b: [1]}\nc: *x", {"a": {"b": [1]}, "c": {"b": [1]}}),
        ("a: ${ .x }", {"a": "${ .x }"}),
        ("", None),
    ],
)
def test_yaml_is_read_by_the_rules_of_1_2(text: str, value: Any) -> None:
    assert read(text, Syntax.YAML) == value


def test_json_is_told_from_yaml_by_its_first_character() -> None:
    assert read_source('  {"a": 1}', "x").syntax is Syntax.JSON
    assert read_source("a: 1", "x").syntax is Syntax.YAML
    assert [syntax_of(name) for name in ("a.JSON", "b.yml", "c.yaml", "d")] == [
        Syntax.JSON,
        Syntax.YAML,
        Syntax.YAML,
        None,
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('{"a" 1}', "line 1, column 6: Expecting ':' delimiter"),
        ('{\n"a": }', "line 2, column 6: Expecting value"),
        ('{"a": {"x": 1,\n "x": 2}}', "line 2, column 2: /a/x is there twice: it stands at line 1, column 8 too"),
        ('{"a": NaN}', "holds NaN, which JSON does not know"),
        ("[" * 100_000, "nested deeper than 100 levels"),
    ],
)
def test_what_is_no_json_is_told(text: str, told: str) -> None:
    with pytest.raises(Unreadable, match=r"definition: not valid JSON") as trouble:
        read(text)
    assert told in str(trouble.value)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a: [1, 2", "did not find expected ',' or ']'"),
        ("a: b: c", "line 1, column 5: mapping values are not allowed in this context"),
        ("a: 1\nb: 2\na: 3", "line 3, column 1: “a” is there twice: it stands at line 1, column 1 too"),
        ("? [1]\n: 2", "a key must be a text"),
        ("a: !!python/object:os.system x", "the tag “tag:yaml.org,2002:python/object:os.system” is not read"),
        ("a: !custom x", "the tag “!custom” is not read"),
        ("<<: {a: 1}", "merge keys"),
        ("a: .nan", "holds .nan, which JSON does not know"),
        ("a: -.inf", "holds -.inf"),
        ("--- 1\n--- 2", "more than one document"),
        ("a: *nobody", "there is no anchor “nobody” before this alias"),
        ("a: &x [*x]", "stands inside of what it names"),
        ("- " * 5000, "nested deeper than 100 levels"),
        ("a: " + "9" * 5000, "a number that is too long"),
        ('a: "\ud800"', "surrogates not allowed"),
        ("a: \x00", "control characters are not allowed"),
    ],
)
def test_what_is_no_yaml_is_told(text: str, told: str) -> None:
    with pytest.raises(Unreadable, match=r"definition: not valid YAML") as trouble:
        read(text, Syntax.YAML)
    assert told in str(trouble.value)


@pytest.mark.parametrize("text", ["[" * 1_000_000, "{a: " * 300_000, "{a: " * 300_000 + "1" + "}" * 300_000])
def test_deep_nesting_ends_at_once(text: str) -> None:
    with pytest.raises(Unreadable, match="nest"):
        read(text, Syntax.YAML)


def test_aliases_that_multiply_are_stopped() -> None:
    levels = [f"a{level}: &a{level} [{', '.join([f'*a{level - 1}'] * 10)}]" for level in range(1, 12)]
    began = time.monotonic()
    with pytest.raises(Unreadable, match="its aliases stand for more than"):
        read("\n".join(["a0: &a0 [x, x, x, x, x, x, x, x, x, x]", *levels]))
    assert time.monotonic() - began < 5


def test_a_text_above_four_mebibytes_is_not_read() -> None:
    with pytest.raises(Unreadable, match="at most 4,194,304 are read"):
        read("x" * 5_000_000)


def test_yaml_gives_what_json_gives() -> None:
    value: Any = {"a": [1, 1.5, True, None, "x\ny", {"b": {}}], "c": "größe 🚀"}
    assert read(json.dumps(value, ensure_ascii=False), Syntax.YAML) == value
