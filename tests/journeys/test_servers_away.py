"""With PostgreSQL or Temporal away every page says so, shows what it can, and comes back by itself."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from cli.parts.child import Child
from cli.parts.ports import free_port
from cli.parts.postgres import PostgresServer, ensure_database, start_postgres
from cli.parts.temporal import TemporalServer, start_temporal
from migrations.run import migrate
from services.list_versions import list_versions
from tests.factories import start as order
from tests.journeys.conftest import arranged
from tests.journeys.definitions import ask, published
from tests.journeys.doing import cells, dialog, expect_status, press, write
from tests.journeys.product import Product, running_product
from tests.journeys.reader import Reader
from tests.servers import FAST_AND_FORGETFUL

NAME = "annual-filing"
NO_DATABASE = "The database cannot be reached right now."
NO_TEMPORAL = "Temporal cannot be reached right now."


@dataclass
class Ground:
    """Servers of this module alone, which can be stopped and started again on their ports with what they know."""

    folder: Path
    postgres_port: int
    temporal_port: int
    parts: list[Child]

    def start_postgres(self) -> PostgresServer:
        server = start_postgres(
            self.folder / "postgres", self.postgres_port, log=self.folder / "pg.log", options=FAST_AND_FORGETFUL
        )
        self.parts.append(server.child)
        return server

    def start_temporal(self) -> TemporalServer:
        server = start_temporal(
            self.temporal_port, log=self.folder / "temporal.log", journal=self.folder / "temporal.db"
        )
        self.parts.append(server.child)
        return server


@pytest.fixture(scope="module")
def ground(scratch: Path) -> Iterator[Ground]:
    ground = Ground(scratch / "away", free_port(), free_port(), [])
    yield ground
    for part in reversed(ground.parts):
        part.stop(seconds=10)


@pytest.fixture(scope="module")
def postgres(ground: Ground) -> PostgresServer:
    return ground.start_postgres()


@pytest.fixture(scope="module")
def lonely(ground: Ground, postgres: PostgresServer) -> Iterator[Product]:
    """A product whose Temporal was never there so far."""
    url = ensure_database(postgres.url, "pointsman")
    migrate(url)
    with running_product(url, f"127.0.0.1:{ground.temporal_port}", ground.folder, await_worker=False) as product:
        yield product


@pytest.fixture
def template(lonely: Product, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    with arranged(lonely, monkeypatch):
        yield published(NAME, {"books": ask("Collect the books", received={"type": "string"})})


def test_an_order_waits_for_temporal_and_its_page_outlives_another_absence(
    ground: Ground, lonely: Product, template: str, reader_of: Callable[..., Reader]
) -> None:
    person = reader_of(lonely.url)
    start(person.open(f"/start?template={template}"))
    page = person.page
    expect(page.get_by_text("Temporal is away").first).to_be_visible()
    expect_status(page, NAME, "Created")
    expect(page.get_by_text("Waits for Temporal")).to_be_visible()
    expect_stored_things(reader_of(lonely.url))

    temporal = ground.start_temporal()
    expect_status(page, "Started", "Running")
    expect(page.get_by_text("Collect the books")).to_be_visible()

    temporal.child.stop(seconds=10)
    expect(page.get_by_text(NO_TEMPORAL).first).to_be_visible(timeout=40_000)
    expect_status(page, NAME, "Started")

    ground.start_temporal()
    expect(page.get_by_text(NO_TEMPORAL)).to_have_count(0, timeout=40_000)
    write(page, "Received", "all of them")
    press(page, "Complete the task")
    expect_status(page, "Completed")


def expect_stored_things(person: Reader) -> None:
    expect(cells(person.open("/templates"), NAME)).not_to_have_count(0)
    expect(cells(person.open("/executions"), NAME)).not_to_have_count(0)
    expect(person.open("/").get_by_role("heading", name="Overview")).to_be_visible()
    expect(person.page.get_by_text(NO_DATABASE)).to_have_count(0)


def test_without_postgresql_every_page_says_so_and_comes_back_by_itself(
    ground: Ground, postgres: PostgresServer, lonely: Product, template: str, reader_of: Callable[..., Reader]
) -> None:
    places = back_at(template, str(order(template).execution_id))
    open_before = reader_of(lonely.url).open(f"/template?id={template}")
    watching = reader_of(lonely.url).open("/")
    expect(watching.get_by_text("Executions per day")).to_be_visible()
    postgres.child.stop(seconds=10)

    pages = {path: reader_of(lonely.url).open(path) for path in places}
    pages["/"] = watching
    for page in pages.values():
        expect(page.get_by_text(NO_DATABASE).first).to_be_visible(timeout=30_000)
    press(open_before, "New draft")
    expect(open_before.get_by_text(NO_DATABASE).first).to_be_visible(timeout=30_000)

    ground.start_postgres()
    for path, page in [*pages.items(), (f"/template?id={template}", open_before)]:
        expect(page.get_by_text(NO_DATABASE)).to_have_count(0, timeout=60_000)
        expect(page.get_by_role("main").get_by_text(places.get(path, "Overview")).first).to_be_visible()


def back_at(template: str, execution: str) -> dict[str, str]:
    """Each page, and words that stand there when all is well."""
    version = list_versions(template)[0].id
    return {
        "/executions": "Executions",
        "/deliveries": "Deliveries",
        "/templates": "Templates",
        "/links": "Links",
        "/compare": "Compare",
        f"/start?template={template}": "Start",
        f"/template?id={template}": NAME,
        f"/version?id={version}": "What 1.0.0 brings",
        f"/execution?id={execution}": execution,
    }


def start(page: Page) -> None:
    press(page, "Start")
    dialog(page).get_by_label("Reason").fill("The customer asked")
    press(dialog(page), "Start it")
