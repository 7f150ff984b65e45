"""How `pointsman up` starts its parts, one after the other, each with a progress line."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from cli.parts.application import has_poller, reachable, start_command, web_is_ready
from cli.parts.instance_file import InstanceFile
from cli.parts.migrating import migrated
from cli.parts.ports import next_free_port, on_free_ports
from cli.parts.postgres import ensure_database, start_postgres
from cli.parts.supervisor import Supervisor
from cli.parts.temporal import start_temporal
from domain.settings import Settings

POSTGRES_PORT = 15432
"""Below the range from which operating systems take the ports of outgoing connections, like Temporal's."""
TEMPORAL_PORT = 7233
TEMPORAL_UI_PORT = 8233
SLOWEST = 120.0
"""Seconds after which worker or web app count as hanging; on a busy machine their imports alone take 20."""


class Starter:
    """Starts the parts that the settings do not name, and tells what it does."""

    def __init__(
        self, settings: Settings, file: InstanceFile, supervisor: Supervisor, say: Callable[[str], None]
    ) -> None:
        self.settings, self.file, self.supervisor, self.say = settings, file, supervisor, say
        self.data_dir = file.instance.data_dir
        self.logs = self.data_dir / "logs"
        self.logs.mkdir(mode=0o700, exist_ok=True)

    def database(self) -> str:
        """PostgreSQL, own or given, with all migrations applied; returns its address."""
        url = self.settings.database_url
        if url is None:
            with self._step("PostgreSQL 18") as tell:
                server = on_free_ports(
                    lambda port: start_postgres(self.data_dir / "postgres", port, log=self.logs / "postgres.log"),
                    POSTGRES_PORT,
                )
                self.supervisor.add(server.child)
                url = ensure_database(server.url, "pointsman")
                tell(server.address)
        else:
            self.file.tell_part("postgres", "external")
        self.file.tell(database_url=url)
        with self._step("migrations") as tell:
            said = migrated(url)
            (self.logs / "migrate.log").write_text("\n".join(said) + "\n")
            tell(said[0] if len(said) == 1 else f"{len(said)} changes, listed in {self.logs / 'migrate.log'}")
        return url

    def temporal(self) -> tuple[str, str | None]:
        """Temporal, own or given; returns the address of its frontend and of its UI."""
        address, ui_url = self.settings.temporal_address, self.settings.temporal_ui_url
        if address is None:
            with self._step("Temporal") as tell:
                server = on_free_ports(
                    lambda port, ui_port: start_temporal(
                        port,
                        ui_port=ui_port,
                        namespace=self.settings.temporal_namespace,
                        journal=_journal(self.data_dir),
                        log=self.logs / "temporal.log",
                    ),
                    TEMPORAL_PORT,
                    TEMPORAL_UI_PORT,
                )
                self.supervisor.add(server.child)
                address, ui_url = server.address, ui_url or server.ui_url
                tell(f"{address}, UI at {ui_url}")
        else:
            self.file.tell_part("temporal", "external")
        self.file.tell(temporal_address=address, temporal_ui_url=ui_url)
        return address, ui_url

    def application(self, database_url: str, temporal_address: str, ui_url: str | None) -> str:
        """Worker and web app; returns the address of the web app."""
        settings = self.settings
        port = next_free_port(settings.host, settings.port)
        if port != settings.port:
            self.say(f"  Port {settings.port} is taken; the web app uses {port}.")
        env = {
            "POINTSMAN_DATA_DIR": str(self.data_dir),
            "POINTSMAN_DATABASE_URL": database_url,
            "POINTSMAN_TEMPORAL_ADDRESS": temporal_address,
            "POINTSMAN_TEMPORAL_UI_URL": ui_url or "",
            "POINTSMAN_PORT": str(port),
        }
        with self._step("worker and web app") as tell:
            children = {name: start_command(name, logs=self.logs, env=env) for name in ("worker", "web")}
            for child in children.values():
                self.supervisor.add(child)
            children["web"].wait_until(lambda: web_is_ready(settings.host, port), seconds=SLOWEST)
            queue = (temporal_address, settings.temporal_namespace, settings.task_queue)
            children["worker"].wait_until(lambda: has_poller(*queue), seconds=SLOWEST, pause=0.3)
            self.supervisor.check()
            url = f"http://{_in_url(reachable(settings.host))}:{port}"
            tell(url)
        self.file.tell(web_url=url)
        return url

    def demo(self) -> None:
        """Demo data, made in the background: the pages are there already, and its failure stops nothing."""
        url, address = self.file.instance.database_url, self.file.instance.temporal_address
        env = {"POINTSMAN_DATABASE_URL": url or "", "POINTSMAN_TEMPORAL_ADDRESS": address or ""}
        child = start_command("demo", "--only-if-empty", logs=self.logs, env=env)
        self.supervisor.add(child, when_ended=lambda code: self.say(_demo_ended(code, child.log)))

    @contextmanager
    def _step(self, name: str) -> Iterator[Callable[[str], None]]:
        started = time.monotonic()
        said: list[str] = []
        yield said.append
        self.say(f"  {name:<20}{time.monotonic() - started:5.1f} s   {' '.join(said)}")


def _journal(data_dir: Path) -> Path:
    directory = data_dir / "temporal"
    directory.mkdir(mode=0o700, exist_ok=True)
    return directory / "journal.db"


def _in_url(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _demo_ended(code: int, log: Path) -> str:
    return "  The demo data is there." if code == 0 else f"  The demo data could not be made; the reason is in {log}"
