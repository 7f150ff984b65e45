"""Moving a link: what its entity starts changes from now on, and only as the person saw it."""

import pytest
from sqlalchemy import Connection

from domain.errors import Conflict, InvalidInput, NotFound
from services.get_execution import get_execution
from services.get_link import get_link
from services.move_link import move_link
from services.read_ledger import read_ledger
from services.set_link_enabled import set_link_enabled
from services.set_link_expression import set_link_expression
from tests.factories import AUTHOR, buy, make_active, make_link, make_template

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def old(database: Connection) -> str:
    found = make_template("GST registration")
    make_active(found)
    return found


@pytest.fixture
def new(database: Connection) -> str:
    found = make_template("Annual filing")
    make_active(found)
    return found


def test_the_next_event_starts_the_new_template_and_what_runs_stays(old: str, new: str) -> None:
    link = make_link(old, "gst")
    before = buy("gst", "ev_1").execution_id or ""
    move_link(link, new, seen_template_id=old, actor=AUTHOR, reason="Reorganised")
    after = buy("gst", "ev_2").execution_id or ""
    assert [get_execution(each).template_id for each in (before, after)] == [old, new]


def test_a_moved_link_stays_disabled_and_keeps_its_expression(old: str, new: str) -> None:
    link = make_link(old, "gst")
    set_link_enabled(link, False, actor=AUTHOR, reason="Paused")
    set_link_expression(link, ".a", seen=None, actor=AUTHOR, reason="Smaller")
    move_link(link, new, seen_template_id=old, actor=AUTHOR, reason="Reorganised")
    found = get_link(link)
    assert (found.template_name, found.enabled, found.input_expression) == ("Annual filing", False, ".a")


def test_both_templates_and_the_link_tell_the_move_with_its_reason(old: str, new: str) -> None:
    link = make_link(old, "gst")
    move_link(link, new, seen_template_id=old, actor="bea", reason="Reorganised")
    rows = [read_ledger(template_id=new)[0], read_ledger(template_id=old)[0], read_ledger(subject_id=link)[0]]
    assert [row.action for row in rows] == ["link.move", "link.leave", "link.move"]
    for row in rows:
        assert (row.actor, row.reason) == ("bea", "Reorganised")
        assert (row.before or {})["template"] == "GST registration"
        assert (row.after or {})["template"] == "Annual filing"


def test_a_stale_page_is_refused_with_who_moved_it_and_where_to(old: str, new: str) -> None:
    link, third = make_link(old, "gst"), make_template("Third")
    move_link(link, new, seen_template_id=old, actor="bea", reason="First")
    with pytest.raises(Conflict, match=r"“gst” starts “Annual filing” now: it was moved meanwhile by bea at .* UTC\."):
        move_link(link, third, seen_template_id=old, actor="cleo", reason="Second")
    assert get_link(link).template_id == new


def test_a_move_that_goes_nowhere_is_refused(old: str, new: str) -> None:
    link = make_link(old, "gst")
    with pytest.raises(Conflict, match="starts “GST registration” already"):
        move_link(link, old, seen_template_id=old, actor=AUTHOR, reason="Why not")
    with pytest.raises(NotFound, match="no template “gone”"):
        move_link(link, "gone", seen_template_id=old, actor=AUTHOR, reason="Why not")
    with pytest.raises(NotFound, match="no link “gone”"):
        move_link("gone", new, seen_template_id=old, actor=AUTHOR, reason="Why not")
    with pytest.raises(InvalidInput, match="reason: is missing"):
        move_link(link, new, seen_template_id=old, actor=AUTHOR, reason=" ")
