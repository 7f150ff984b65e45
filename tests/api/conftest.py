"""Callers of the HTTP API, on real servers."""

import socket
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
import requests

from api.v1.application import rest_api
from cli.parts.postgres import PostgresServer
from domain.ids import new_id
from domain.settings import Settings, forget_settings, get_settings
from domain.vocabulary import Scope
from services.create_token import create_token
from tests.api.serving import served
from tests.servers import copied_database


@dataclass(frozen=True)
class Client:
    """Asks one server with one token, whose name is ``name``."""

    url: str
    name: str = ""
    secret: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)

    def ask(self, method: str, path: str, **options: Any) -> requests.Response:
        """Any request; the path is below /api/v1."""
        headers = {"Authorization": f"Bearer {self.secret}", **self.headers, **options.pop("headers", {})}
        return requests.request(method, f"{self.url}/api/v1{path}", headers=headers, timeout=30, **options)

    def get(self, path: str, **query: Any) -> requests.Response:
        """GET with these parameters."""
        return self.ask("GET", path, params=query)

    def start(self, **body: Any) -> requests.Response:
        """POST /starts with this body."""
        return self.ask("POST", "/starts", json=body)


Serve = Callable[[], AbstractContextManager[Client]]


def caller(url: str, *scopes: Scope) -> Client:
    """A caller with a name and a token of its own."""
    name = f"backend-{new_id()}"
    return Client(url, name, create_token(name, scopes or [*Scope], actor="ada").secret)


@pytest.fixture
def deaf_address() -> Iterator[str]:
    """A server that takes connections and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"127.0.0.1:{server.getsockname()[1]}"


@pytest.fixture(scope="module")
def standing_database(postgres_server: PostgresServer, migrated_template: str) -> Iterator[str]:
    """A database for the tests of one module: each makes what it needs, and none counts what others made."""
    with copied_database(postgres_server.url, migrated_template) as url:
        yield url


@pytest.fixture(scope="module")
def standing_url() -> Iterator[str]:
    """The API under the default limits, for the tests of one module."""
    with served(rest_api(Settings.model_construct())) as url:
        yield url


@pytest.fixture
def settled(standing_database: str, temporal_address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings under which the API works on this module's database."""
    monkeypatch.setenv("POINTSMAN_DATABASE_URL", standing_database)
    forget_settings()


@pytest.fixture
def client(standing_url: str, settled: None) -> Client:
    """A caller who may do all; nothing is away."""
    return caller(standing_url)


@pytest.fixture
def serve(settled: None) -> Serve:
    """``with serve() as client``: the API under the limits of this moment, and a caller who may do all."""

    @contextmanager
    def serving() -> Iterator[Client]:
        with served(rest_api(get_settings())) as url:
            yield caller(url)

    return serving
