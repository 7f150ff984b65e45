"""What HTML answers name for the browser to fetch early."""

import asyncio
from pathlib import Path

import httpx
import pytest
from starlette.responses import HTMLResponse, JSONResponse
from streamlit import file_util

from api.preloading import _NEEDED, Preloading, late_bundles

BUNDLES = Path(file_util.get_static_dir(), "static", "js")


def test_every_element_that_is_named_has_a_bundle_in_the_installed_streamlit() -> None:
    assert [name for name in _NEEDED if not list(BUNDLES.glob(f"{name}.*.js"))] == []


def test_large_bundles_are_named_that_the_page_does_not_name_itself() -> None:
    late, page = late_bundles(BUNDLES), (BUNDLES.parents[1] / "index.html").read_text()
    assert [name for name in ("DataFrame", "Selectbox") if not any(each.startswith(f"{name}.") for each in late)] == []
    assert [each for each in late if each in page or not (BUNDLES / each).is_file()] == []


def test_a_proxy_with_little_room_for_headers_takes_them() -> None:
    assert len(Preloading(HTMLResponse("")).links) < 2_000


@pytest.mark.parametrize(("answer", "named"), [(HTMLResponse("<p>"), True), (JSONResponse({}), False)])
def test_pages_alone_name_them(answer: HTMLResponse, named: bool) -> None:
    async def ask() -> str:
        transport = httpx.ASGITransport(app=Preloading(answer))
        async with httpx.AsyncClient(transport=transport, base_url="http://pointsman") as client:
            return str((await client.get("/")).headers.get("Link", ""))

    links = asyncio.run(ask())
    assert ("</static/js/DataFrame." in links and "rel=modulepreload" in links) == named
