"""What pages name for the browser to fetch early."""

from pathlib import Path

from streamlit import file_util

from api.preloading import _NEEDED, late_bundles

BUNDLES = Path(file_util.get_static_dir(), "static", "js")


def test_every_element_that_is_named_has_a_bundle_in_the_installed_streamlit() -> None:
    assert [name for name in _NEEDED if not list(BUNDLES.glob(f"{name}.*.js"))] == []


def test_bundles_are_named_that_the_page_does_not_name_itself() -> None:
    late, page = late_bundles(BUNDLES), (BUNDLES.parents[1] / "index.html").read_text()
    assert [name for name in ("DataFrame", "Selectbox") if not any(each.startswith(f"{name}.") for each in late)] == []
    assert [each for each in late if each in page or not (BUNDLES / each).is_file()] == []
