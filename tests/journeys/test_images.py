"""The demo as a visitor sees it; with POINTSMAN_UPDATE_IMAGES=1 the pictures of the README are taken anew."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from cli.demo.tell import SOURCE, tell_demo
from cli.parts.postgres import PostgresServer
from services.list_deliveries import list_deliveries
from tests.journeys.conftest import arranged
from tests.journeys.doing import cells
from tests.journeys.product import Product, running_product
from tests.journeys.reader import Reader
from tests.servers import copied_database

IMAGES = Path(__file__).resolve().parents[2] / "docs" / "images"
UPDATE = os.environ.get("POINTSMAN_UPDATE_IMAGES") == "1"
LARGEST_IMAGE = 300_000
PATIENCE_SECONDS = 8.0
"""Shorter than the demo's own: stories that are left waiting for somebody need not be waited for long."""


@pytest.fixture(scope="module")
def demo(
    postgres_server: PostgresServer,
    migrated_template: str,
    temporal_server_address: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Product]:
    """A product in which all stories of the demo were told on the real engine."""
    folder = tmp_path_factory.mktemp("demo")
    with (
        copied_database(postgres_server.url, migrated_template) as url,
        running_product(url, temporal_server_address, folder) as product,
        pytest.MonkeyPatch.context() as patch,
        arranged(product, patch),
    ):
        patch.setattr("cli.demo.tell.PATIENCE", PATIENCE_SECONDS)
        tell_demo(print)
        yield product


@pytest.fixture
def visitor(demo: Product, browser: Browser, monkeypatch: pytest.MonkeyPatch) -> Iterator[Reader]:
    """A person with a screen of 1440 by 900."""
    page = browser.new_page(viewport={"width": 1440, "height": 900}, color_scheme="light")
    reader = Reader(page, demo.url)
    reader.listen()
    with arranged(demo, monkeypatch):
        yield reader
    page.close()


def test_the_family_of_an_incorporation_is_drawn(visitor: Reader) -> None:
    told = {row.source_event_id: row.execution_id for row in list_deliveries(source=SOURCE, size=200).rows}
    page = visitor.open(f"/execution?id={told['incorporation-2']}&tab=Tree")
    nodes = page.get_by_role("group", name="Tree").get_by_role("img").get_by_role("button")
    expect(nodes).to_have_count(4)
    take(page, "execution")
    assert visitor.complaints == []


def test_the_overview_tells_what_runs_and_what_failed(visitor: Reader) -> None:
    page = visitor.open("/")
    expect(page.get_by_test_id("stVegaLiteChart").locator("canvas, svg").first).to_be_visible()
    expect(cells(page, "The filing deadline has passed").first).to_be_attached()
    take(page, "overview")
    assert visitor.complaints == []


def take(page: Page, name: str) -> None:
    """Save what the screen shows, when the pictures are to be taken anew; they are kept small."""
    image = IMAGES / f"{name}.png"
    if UPDATE:
        IMAGES.mkdir(exist_ok=True)
        page.screenshot(path=image, animations="disabled")
    assert image.stat().st_size < LARGEST_IMAGE
