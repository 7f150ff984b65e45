"""The files that `pointsman run` reads."""

import json
from pathlib import Path
from typing import Any

import pytest

from cli.running.files import read_answers, read_definitions, read_events, read_value
from domain.errors import InvalidInput


def written(path: Path, text: str) -> Path:
    path.write_text(text)
    return path


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("on: off", {"on": "off"}),
        ("yes", "yes"),
        ("010", 10),
        ("0o10", 8),
        ("0x10", 16),
        ("-1.5e3", -1500.0),
        ("[~, null, true, False]", [None, None, True, False]),
        ("2026-01-02", "2026-01-02"),
        ("12:30", "12:30"),
        ("1_000", "1_000"),
        ("200: ok", {"200": "ok"}),
        ('{"a": "\\u00fc"}', {"a": "ü"}),
        ("", None),
    ],
)
def test_yaml_is_read_by_the_rules_of_version_1_2(tmp_path: Path, text: str, value: Any) -> None:
    assert read_value(written(tmp_path / "a.yaml", text)) == value


@pytest.mark.parametrize(
    ("name", "text", "place"),
    [
        ("a.yaml", "a: 1\nb: [", "line 3, column 1"),
        ("a.yaml", "a: 1\na: 2", "line 2, column 1"),
        ("a.yaml", "a: !!python/object:os.system 1", "line 1, column 4"),
        ("a.yaml", "? [a]\n: 1", "line 1, column 3"),
        ("a.yaml", "a: 1\n---\nb: 2", "line 2, column 1"),
        ("a.json", '{"a": 1,\n "b"}', "line 2"),
        ("a.json", "a: 1", "line 1"),
    ],
)
def test_what_is_no_single_value_is_refused_with_its_place(tmp_path: Path, name: str, text: str, place: str) -> None:
    with pytest.raises(InvalidInput, match=place):
        read_value(written(tmp_path / name, text))


def test_deep_nesting_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="deep"):
        read_value(written(tmp_path / "a.yaml", "[" * 1500))


def test_what_is_no_text_or_not_there_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes(b"\xff")
    with pytest.raises(InvalidInput, match=r"a\.yaml: is not text in UTF-8"):
        read_value(tmp_path / "a.yaml")
    with pytest.raises(InvalidInput, match=r"b\.yaml: No such file"):
        read_value(tmp_path / "b.yaml")


def test_an_event_must_be_an_object(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="object"):
        read_events([written(tmp_path / "a.json", '[{"type": "a"}, 5]')])


def test_an_answer_needs_a_reference_and_a_file() -> None:
    with pytest.raises(InvalidInput, match="reference"):
        read_answers(["/do/0/ask"])


def test_answers_of_a_reference_keep_their_order(tmp_path: Path) -> None:
    paths = [written(tmp_path / f"{n}.json", json.dumps({"n": n})) for n in (1, 2)]
    assert read_answers([f"/do/0/a={path}" for path in paths]) == {"/do/0/a": [{"n": 1}, {"n": 2}]}


def test_two_different_definitions_of_one_version_are_refused_by_name(tmp_path: Path) -> None:
    document = '{"document": {"namespace": "a", "name": "b", "version": "1.0.0"}, "do": %s}'
    written(tmp_path / "one.json", document % 1)
    written(tmp_path / "same.json", document % 1)
    assert len(read_definitions(tmp_path)) == 1
    written(tmp_path / "two.json", document % 2)
    with pytest.raises(InvalidInput, match=r"two\.json: has the same .* as .*same\.json"):
        read_definitions(tmp_path)
