"""Where things are kept between measurements: the products' own environments, and databases that were filled once."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
import requests
from psycopg.sql import SQL, Identifier

from cli.parts.child import Child, start_child
from cli.parts.ports import free_port
from cli.parts.postgres import ensure_database, start_postgres
from tests.servers import FAST_AND_FORGETFUL

REQUIREMENTS = Path(__file__).with_name("requirements")
ROOT = Path(__file__).resolve().parents[3]
ROOMY = ("shared_buffers=2GB", "maintenance_work_mem=512MB", "max_wal_size=8GB")
FILLED = "filled"
PATIENCE_SECONDS = 180


@dataclass(frozen=True)
class Places:
    """``scratch`` is kept; ``server_url`` leads into the PostgreSQL that serves from it."""

    scratch: Path
    server_url: str

    def folder(self, name: str) -> Path:
        """A folder of this name."""
        path = self.scratch / name
        path.mkdir(parents=True, exist_ok=True)
        return path

    def environment(self, product: str) -> Path:
        """The folder with the programs of a product: installed as ``requirements`` say, unless it is."""
        wanted, place = REQUIREMENTS / f"{product}.txt", self.folder("environments") / product
        note = place / "installed.txt"
        if not note.exists() or note.read_text() != wanted.read_text():
            uv = str(ROOT / "build" / "tools" / "bin" / "uv")
            subprocess.run([uv, "venv", "--clear", "--python", sys.executable, str(place)], check=True)
            install = [uv, "pip", "install", "--python", str(place / "bin" / "python"), "-r", str(wanted)]
            subprocess.run(install, check=True)
            note.write_text(wanted.read_text())
        return place / "bin"

    def database(self, name: str, fill: Callable[[str], object]) -> str:
        """The address of the database ``name``: made by ``fill``, unless that once came to its end."""
        with psycopg.connect(self.server_url, autocommit=True) as connection:
            asked = "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s"
            found = connection.execute(asked, [name]).fetchone()
            if found != (FILLED,):
                connection.execute(SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(Identifier(name)))
        url = ensure_database(self.server_url, name)
        if found != (FILLED,):
            fill(url)
            with psycopg.connect(url, autocommit=True) as connection:
                connection.execute("VACUUM (ANALYZE)")
                connection.execute(SQL("COMMENT ON DATABASE {} IS {}").format(Identifier(name), FILLED))
        return url


@contextmanager
def places_in(scratch: Path) -> Iterator[Places]:
    """Serve the PostgreSQL of the folder."""
    scratch.mkdir(parents=True, exist_ok=True)
    options = (*FAST_AND_FORGETFUL, *ROOMY)
    server = start_postgres(scratch / "postgres", free_port(), log=scratch / "postgres.log", options=options)
    try:
        yield Places(scratch, server.url)
    finally:
        server.child.stop(seconds=60)


@contextmanager
def served_by(command: list[str], *, asked: str, log: Path, env: Mapping[str, str]) -> Iterator[Child]:
    """Run a server until the end of the block, which begins when ``asked``, an address, answers."""
    child = start_child(Path(command[0]).name, command, log=log, env=env)
    try:
        child.wait_until(lambda: _answers(asked), PATIENCE_SECONDS, pause=0.5)
        yield child
    finally:
        child.stop(seconds=20)


def run(command: list[str], *, env: Mapping[str, str], log: Path) -> None:
    """Run a command to its end. Raises: CalledProcessError."""
    with log.open("ab") as output:
        subprocess.run(command, check=True, env={**os.environ, **env}, stdout=output, stderr=output)


def _answers(url: str) -> bool:
    try:
        return requests.get(url, timeout=5).ok
    except requests.RequestException:
        return False
