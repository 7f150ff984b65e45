"""A real browser, and pages that wait until the script has run."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ViewportSize, expect, sync_playwright

from cli.parts.postgres import PostgresServer
from domain.settings import forget_settings
from storage.database import close_pools
from tests.journeys.product import Product, running_product
from tests.journeys.reader import Reader, Scheme
from tests.journeys.serving import GALLERY, served
from tests.servers import copied_database

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE_MILLISECONDS = 20_000
CHROMIUMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@contextmanager
def launched() -> Iterator[Browser]:
    """The system's Chromium (or the one that POINTSMAN_TEST_CHROMIUM names), else Playwright's own."""
    path = os.environ.get("POINTSMAN_TEST_CHROMIUM") or next(filter(None, map(shutil.which, CHROMIUMS)), None)
    with sync_playwright() as playwright:
        expect.set_options(timeout=PATIENCE_MILLISECONDS)
        chromium = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The browser of the whole run."""
    with launched() as chromium:
        yield chromium


@pytest.fixture(scope="session")
def contexts(browser: Browser) -> dict[Scheme, BrowserContext]:
    """One browser profile for each colour scheme; like a person's, it keeps the bundles that it loaded."""
    schemes: tuple[Scheme, ...] = ("light", "dark")
    size: ViewportSize = {"width": 1280, "height": 900}
    return {scheme: browser.new_context(color_scheme=scheme, viewport=size) for scheme in schemes}


@pytest.fixture
def reader_of(contexts: dict[Scheme, BrowserContext]) -> Iterator[Callable[..., Reader]]:
    """Opens a tab on an app: ``reader_of(url, scheme="dark")``."""
    tabs: list[Reader] = []

    def open_tab(url: str, scheme: Scheme = "light") -> Reader:
        tabs.append(Reader(contexts[scheme].new_page(), url))
        tabs[-1].listen()
        return tabs[-1]

    yield open_tab
    for tab in tabs:
        tab.page.close()


@pytest.fixture(scope="module")
def gallery(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """(address, file that the gallery's action writes): the real frame around pages that show the kit."""
    folder = tmp_path_factory.mktemp("gallery")
    acted = folder / "acted.txt"
    env = {"GALLERY_LOG": str(acted), "POINTSMAN_ACTOR": "ann"}
    with served(GALLERY, folder / "web.log", env) as url:
        yield url, acted


@pytest.fixture
def web(fresh_database_url: str, temporal_address: str, tmp_path: Path) -> Iterator[str]:
    """The address of the product's web app on a fresh, migrated database and this run's Temporal."""
    env = {"POINTSMAN_DATABASE_URL": fresh_database_url, "POINTSMAN_TEMPORAL_ADDRESS": temporal_address}
    with served("app:app", tmp_path / "web.log", env) as url:
        yield url


@pytest.fixture
def reader(web: str, reader_of: Callable[..., Reader]) -> Reader:
    """A person with a tab on the product."""
    return reader_of(web)


@contextmanager
def arranged(product: Product, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Settings of this process that lead to the servers of ``product``."""
    for name, value in product.env.items():
        monkeypatch.setenv(name, value)
    forget_settings()
    yield
    close_pools()


@pytest.fixture(scope="session")
def shared_product(
    postgres_server: PostgresServer,
    migrated_template: str,
    temporal_server_address: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Product]:
    """One product, with a worker, for all journeys that can share a database."""
    folder = tmp_path_factory.mktemp("product")
    with (
        copied_database(postgres_server.url, migrated_template) as url,
        running_product(url, temporal_server_address, folder) as product,
    ):
        yield product


@pytest.fixture
def product(shared_product: Product, monkeypatch: pytest.MonkeyPatch) -> Iterator[Product]:
    """The shared product; services called by the test reach the same database and the same worker."""
    with arranged(shared_product, monkeypatch):
        yield shared_product


@pytest.fixture
def person(product: Product, reader_of: Callable[..., Reader]) -> Reader:
    """A person with a tab on the shared product."""
    return reader_of(product.url)
