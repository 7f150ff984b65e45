"""`pointsman up`: everything on this machine, under one supervisor."""

import sys
import time

import typer

from cli.parts.instance_file import InstanceFile
from cli.parts.start import Starter
from cli.parts.supervisor import StopRequested, Supervisor, stop_signals
from domain.errors import PointsmanError
from domain.settings import Settings


def up() -> None:
    """Start PostgreSQL, Temporal, worker and web app; Ctrl-C stops all of it.

    Servers that POINTSMAN_DATABASE_URL or POINTSMAN_TEMPORAL_ADDRESS name are used, not started. Data stays in
    POINTSMAN_DATA_DIR. When one part ends, the others are stopped and the exit code is 1.
    """
    settings = Settings()
    with stop_signals():
        try:
            file = InstanceFile(settings.data_dir.resolve())
        except StopRequested:
            raise typer.Exit(0) from None
        supervisor = Supervisor(file, _say)
        try:
            _start(settings, file, supervisor)
            supervisor.watch()
        except StopRequested:
            _say("Stopping …")
        except PointsmanError as error:
            print(f"{error}\nStopping everything else.", file=sys.stderr)
            raise typer.Exit(1) from None
        finally:
            supervisor.stop_all()
            file.close()


def _start(settings: Settings, file: InstanceFile, supervisor: Supervisor) -> None:
    started = time.monotonic()
    _say(f"Pointsman starts. Its data is in {file.instance.data_dir}")
    starter = Starter(settings, file, supervisor, _say)
    database_url = starter.database()
    temporal_address, ui_url = starter.temporal()
    url = starter.application(database_url, temporal_address, ui_url)
    file.tell(ready=True)
    _say(f"Ready after {time.monotonic() - started:.1f} s: {url}   (Ctrl-C stops it)")
    if settings.demo:
        starter.demo()


def _say(line: str) -> None:
    """Print at once. Whoever read our output may be gone; that is no reason to stop badly."""
    try:
        print(line, flush=True)
    except OSError:
        return
