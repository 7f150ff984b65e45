"""YAML as JSON values, by the rules of YAML 1.2."""

import pytest

from domain.yaml_values import read_yaml


def test_plain_texts_have_the_types_of_yaml_1_2() -> None:
    assert read_yaml("{on: yes, n: 010, h: 0x1F, d: 2026-01-01, f: 1e3, t: true, z: ~}") == {
        "on": "yes",
        "n": 10,
        "h": 31,
        "d": "2026-01-01",
        "f": 1000.0,
        "t": True,
        "z": None,
    }


def test_keys_are_texts_as_they_stand() -> None:
    assert read_yaml("200: a\n'201': b\ntrue: c") == {"200": "a", "201": "b", "true": "c"}


def test_json_is_yaml() -> None:
    assert read_yaml('{"a": ["\\u00e4", 1.5, null]}') == {"a": ["ä", 1.5, None]}


@pytest.mark.parametrize(
    "source",
    ["a: [", "a: 1\na: 2", "[1, 2]: a", "- &x 1\n- *x", "[" * 5000, "--- 1\n--- 2", "!!python/name:os.system x"],
)
def test_what_cannot_be_read_is_an_error(source: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        read_yaml(source)
