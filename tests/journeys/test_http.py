"""What the web app answers over plain HTTP: headers, compressed bundles, built pieces."""

from collections.abc import Callable
from pathlib import Path

import pytest
import requests
from streamlit import file_util

from api.security import content_security_policy
from tests.journeys.reader import Reader
from ui.bundle import asset_url, built_files

Gallery = tuple[str, Path]
Readers = Callable[..., Reader]
STATIC = Path(file_util.get_static_dir())
BUNDLE = next(STATIC.glob("static/js/index.*.js"))
GZIP, PLAIN = {"Accept-Encoding": "gzip"}, {"Accept-Encoding": "identity"}
needs_build = pytest.mark.skipif(not built_files(), reason="frontend/ is not built (npm ci && npm run build)")


@pytest.mark.parametrize("path", ["/", "/execution?id=1", "/healthz", "/assets/nothing.js", "/_stcore/health"])
def test_every_answer_carries_the_policy(gallery: Gallery, path: str) -> None:
    headers = requests.get(gallery[0] + path, timeout=10).headers
    assert headers["Content-Security-Policy"] == content_security_policy()
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_a_page_asks_for_nothing_that_is_not_there(gallery: Gallery, reader_of: Readers) -> None:
    reader, missing = reader_of(gallery[0]), list[str]()
    reader.page.on("response", lambda answer: missing.append(answer.url) if answer.status == 404 else None)
    reader.open("/templates")
    assert missing == []


def test_a_bundle_of_streamlit_comes_packed_and_whole(gallery: Gallery) -> None:
    answer = requests.get(f"{gallery[0]}/{BUNDLE.relative_to(STATIC)}", headers=GZIP, timeout=10)
    assert answer.headers["Content-Encoding"] == "gzip"
    assert int(answer.headers["Content-Length"]) < BUNDLE.stat().st_size / 2
    assert answer.content == BUNDLE.read_bytes()


def test_who_cannot_unpack_gets_it_plain(gallery: Gallery) -> None:
    answer = requests.get(f"{gallery[0]}/{BUNDLE.relative_to(STATIC)}", headers=PLAIN, timeout=10)
    assert "Content-Encoding" not in answer.headers
    assert answer.content == BUNDLE.read_bytes()


@needs_build
def test_a_built_piece_is_kept_for_good_under_its_hash(gallery: Gallery) -> None:
    answer = requests.get(f"{gallery[0]}{asset_url('graph.js')}", headers=GZIP, timeout=10)
    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert answer.headers["Content-Encoding"] == "gzip"
    assert "immutable" in answer.headers["Cache-Control"]


@needs_build
def test_a_font_has_a_plain_name_and_is_kept_for_a_day(gallery: Gallery) -> None:
    answer = requests.get(f"{gallery[0]}/assets/inter.woff2", timeout=10)
    assert answer.headers["Content-Type"] == "font/woff2"
    assert answer.headers["Cache-Control"] == "public, max-age=86400"


@pytest.mark.parametrize("path", ["manifest.json", "other.js", "..%2f..%2fapp.py", "..%2fpackage.json"])
def test_nothing_else_of_the_disk_is_served(gallery: Gallery, path: str) -> None:
    assert requests.get(f"{gallery[0]}/assets/{path}", timeout=10).status_code in {400, 404}
    assert "def lifespan" not in requests.get(f"{gallery[0]}/static/{path}", headers=GZIP, timeout=10).text


@pytest.mark.parametrize(("host", "status"), [("localhost", 101), ("foreign.example", 403)])
def test_a_socket_opens_under_allowed_host_names_only(gallery: Gallery, host: str, status: int) -> None:
    headers = {
        "Host": host,
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
    }
    with requests.get(f"{gallery[0]}/_stcore/stream", headers=headers, timeout=10, stream=True) as answer:
        assert answer.status_code == status
