"""The sheet of an import: what was shown is what is held against the database, until it is looked at again."""

import pytest

from services.import_links import Verdict
from tests.factories import make_link, make_template
from ui.link_files import Sheet

pytestmark = pytest.mark.usefixtures("database")
CONTENT = b"entity_type,entity_id,template\nPRODUCT,gst,GST registration\n"


def verdict(sheet: Sheet, file: str = "file-1", *, may_move: bool = False) -> Verdict:
    return sheet.read(file, CONTENT, may_move=may_move).rows[0].verdict


def test_a_plan_stays_as_it_was_shown_until_it_is_forgotten() -> None:
    template, sheet = make_template("GST registration"), Sheet()
    assert verdict(sheet) is Verdict.NEW
    make_link(template, "gst")
    assert verdict(sheet) is Verdict.NEW
    sheet.forget()
    assert verdict(sheet) is Verdict.SAME


def test_another_file_or_another_right_is_another_plan() -> None:
    make_template("GST registration")
    make_link(make_template("Annual filing"), "gst")
    sheet = Sheet()
    assert verdict(sheet) is Verdict.CLASH
    assert verdict(sheet, may_move=True) is Verdict.MOVED
    assert verdict(sheet, "file-2") is Verdict.CLASH
