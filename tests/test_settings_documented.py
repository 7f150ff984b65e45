"""Every setting is explained in docs/settings.md, in the words of its own description, with its true default."""

from pathlib import Path

import pytest

from domain.settings import Settings

PAGE = Path(__file__).parent.parent / "docs" / "settings.md"


def _row(name: str) -> str:
    field = Settings.model_fields[name]
    default = {None: "unset", True: "true", False: "false"}.get(field.default, f"`{field.default}`")
    return f"| `POINTSMAN_{name.upper()}` | {default} | {field.description} |"


@pytest.mark.parametrize("name", Settings.model_fields)
def test_a_setting_has_its_row(name: str) -> None:
    assert _row(name) in PAGE.read_text("utf-8").splitlines()


def test_the_page_names_no_setting_that_does_not_exist() -> None:
    rows = [line for line in PAGE.read_text("utf-8").splitlines() if line.startswith("| `POINTSMAN_")]
    assert sorted(rows) == sorted(map(_row, Settings.model_fields))
