"""Views of the team: saved, renamed and deleted, each with its row in the ledger."""

import pytest
from sqlalchemy import Connection, text

from domain.errors import Conflict, InvalidInput, NotFound
from services.execution_address import filter_of
from services.list_executions import ExecutionFilter
from services.list_views import SYSTEM_VIEWS, list_views
from services.save_view import delete_view, rename_view, save_view
from tests.factories import AUTHOR

pytestmark = pytest.mark.usefixtures("database")
QUERY = {"status": "FAILED", "customer": "cus_1", "sort": "-took_ms"}


def deeds(database: Connection) -> list[str]:
    return [*database.scalars(text("SELECT action FROM pointsman.ledger WHERE subject_type = 'view' ORDER BY id"))]


def test_a_saved_view_is_there_for_everybody_after_those_of_the_product(database: Connection) -> None:
    view_id = save_view("  Customer one ", QUERY, actor=AUTHOR)
    *system, saved = list_views()
    assert tuple(system) == SYSTEM_VIEWS
    assert (saved.id, saved.name, saved.query, saved.created_by) == (view_id, "Customer one", QUERY, AUTHOR)


def test_renaming_and_deleting_leave_the_others_alone(database: Connection) -> None:
    first, second = save_view("A", QUERY, actor=AUTHOR), save_view("B", {}, actor=AUTHOR)
    rename_view(first, "C", actor=AUTHOR)
    delete_view(second, actor=AUTHOR)
    assert [view.name for view in list_views() if view.id] == ["C"]
    assert deeds(database) == ["view.save", "view.save", "view.rename", "view.delete"]


@pytest.mark.parametrize("name", ["A", " A ", "Drift"])
def test_a_taken_name_is_refused(name: str) -> None:
    other = save_view("Other", QUERY, actor=AUTHOR)
    save_view("A", QUERY, actor=AUTHOR)
    with pytest.raises(Conflict, match="Choose another name"):
        save_view(name, {}, actor=AUTHOR)
    with pytest.raises(Conflict):
        rename_view(other, name, actor=AUTHOR)


@pytest.mark.parametrize("name", ["", "   ", "x" * 81, "nul\0"])
def test_a_name_that_is_none_is_refused(name: str) -> None:
    with pytest.raises(InvalidInput):
        save_view(name, QUERY, actor=AUTHOR)


def test_a_view_that_is_gone_is_told() -> None:
    with pytest.raises(NotFound):
        rename_view("gone", "New", actor=AUTHOR)
    with pytest.raises(NotFound):
        delete_view("gone", actor=AUTHOR)


@pytest.mark.parametrize("view", SYSTEM_VIEWS, ids=lambda view: view.name)
def test_a_view_of_the_product_asks_for_something(view: object) -> None:
    assert filter_of(view.query) != ExecutionFilter()  # type: ignore[attr-defined]
