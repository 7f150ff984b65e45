"""Tables as CSV: no cell is a formula, and nothing is lost by seeing to that."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.csv_text import guarded, unguarded

FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1", '=HYPERLINK("http://x")', "'=1"]


@given(st.text(st.sampled_from("'=+-@＝\t\rab,;\"\n é"), max_size=6))
def test_what_is_guarded_is_read_again_as_it_was(cell: str) -> None:
    assert unguarded(guarded(cell)) == cell


@pytest.mark.parametrize("cell", FORMULAS)
def test_no_cell_begins_as_a_formula(cell: str) -> None:
    assert guarded(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "gst-plan", "'quoted'", "a=b", "1-2"])
def test_other_cells_stay_as_they_are(cell: str) -> None:
    assert guarded(cell) == cell
