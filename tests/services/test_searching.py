"""Searching executions by part of a name or by id: every sign is only a sign."""

import pytest
from sqlalchemy import Connection

from domain.errors import InvalidInput
from services import _find_executions
from services.list_executions import ExecutionFilter, list_executions
from services.start_execution import StartOrder, start_execution
from tests.factories import AUTHOR, make_active, make_template

NAMES = [
    "100%_done 'quoted' \"double\" back\\slash",
    "👩‍👩‍👧 family filing",
    "تسجيل ضريبة القيمة المضافة",
    "<script>alert(1)</script> **bold**",
    "Zoë's Größe",
    "plain name",
]


@pytest.fixture
def by_name(database: Connection) -> dict[str, str]:
    """Executions with names that people and attackers think of, name → id."""
    template = make_template()
    make_active(template)
    orders = [StartOrder(template, {}, "Asked for", name=name) for name in NAMES]
    return {order.name or "": start_execution(order, actor=AUTHOR).execution_id or "" for order in orders}


def found(text: str) -> set[str]:
    return {row.name for row in list_executions(ExecutionFilter(text=text)).rows}


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_found_by_itself(by_name: dict[str, str], name: str) -> None:
    assert found(name) == {name}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("0%_", NAMES[0]),
        ("'quoted'", NAMES[0]),
        ('"dou', NAMES[0]),
        ("k\\s", NAMES[0]),
        ("👩‍👩‍👧", NAMES[1]),
        ("ضريبة", NAMES[2]),
        ("<script>", NAMES[3]),
        ("**b", NAMES[3]),
        ("  PLAIN NA ", NAMES[5]),
    ],
)
def test_a_part_of_a_name_is_found(by_name: dict[str, str], text: str, name: str) -> None:
    assert found(text) == {name}


@pytest.mark.parametrize("text", ["%%%", "___", "p%e", "'; DROP TABLE x; --", "\\\\\\", "{0}{1}", ":id", "%(id)s"])
def test_signs_that_databases_love_find_nothing_by_their_magic(by_name: dict[str, str], text: str) -> None:
    assert found(text) == set()


def test_an_id_is_found_as_a_whole_only(by_name: dict[str, str]) -> None:
    execution = by_name["plain name"]
    assert found(execution) == {"plain name"}
    assert found(execution[:-1]) == set()


@pytest.mark.parametrize("text", ["a", "ab", " ab ", "%_"])
@pytest.mark.usefixtures("database")
def test_fewer_than_three_characters_are_refused(text: str) -> None:
    with pytest.raises(InvalidInput, match="search: write at least 3 characters"):
        found(text)


@pytest.mark.usefixtures("database")
def test_more_than_200_characters_are_refused() -> None:
    with pytest.raises(InvalidInput, match="search: write at most 200 characters"):
        found("x" * 201)


@pytest.mark.parametrize("text", ["nul\0nul", "half \ud83d pair"])
@pytest.mark.usefixtures("database")
def test_text_that_no_name_can_hold_is_told_in_a_sentence(text: str) -> None:
    with pytest.raises(InvalidInput, match="holds a character that cannot be stored or searched"):
        found(text)


@pytest.mark.parametrize("text", ["", "   ", "\n\t"])
def test_no_text_finds_everything(by_name: dict[str, str], text: str) -> None:
    assert found(text) == set(NAMES)


@pytest.mark.parametrize("text", ["no cus_04711", "Order no cus_047", "04711 (late)", "cus_04711 ("])
def test_a_number_in_a_search_stands_where_it_was_written(database: Connection, text: str) -> None:
    template = make_template()
    make_active(template)
    for name in ("Order no cus_04711 (late)", "Order of cus_04711", "Order no cus_04712 (late)"):
        start_execution(StartOrder(template, {}, "Asked for", name=name), actor=AUTHOR)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_find_executions, "WALK", 2)
        assert "Order no cus_04711 (late)" in found(text)
        assert "Order of cus_04711" not in found(text)
