"""End what a killed `pointsman up` left behind in its data directory."""

import signal
from pathlib import Path

import psutil

from domain.instance import Instance

PATIENCE = 10.0


def stop_postgres_in(directory: Path) -> None:
    """End PostgreSQL processes that still work in this cluster, then forget the process id file they left.

    PostgreSQL trusts that file, and after a crash the number in it may belong to a stranger by now.
    """
    pid_file = directory / "postmaster.pid"
    if not pid_file.exists():
        return
    end([process for process in psutil.process_iter() if _works_in(process, directory)], signal.SIGINT)
    pid_file.unlink(missing_ok=True)


def stop_parts_of(instance: Instance) -> None:
    """End the parts of an instance whose supervisor is gone; PostgreSQL is ended by its cluster, see above."""
    known = ((part.pid, part.created) for name, part in instance.parts.items() if name != "postgres")
    end([process for pid, created in known if (process := _the_very(pid, created))], signal.SIGTERM)


def end(processes: list[psutil.Process], how: signal.Signals) -> None:
    """Signal the processes, wait for them, and kill those that stay."""
    for process in processes:
        _send(process, how)
    _, alive = psutil.wait_procs(processes, timeout=PATIENCE)
    for process in alive:
        _send(process, signal.SIGKILL)
    psutil.wait_procs(alive, timeout=PATIENCE)


def _send(process: psutil.Process, how: signal.Signals) -> None:
    try:
        process.send_signal(how)
    except psutil.NoSuchProcess:
        return


def _works_in(process: psutil.Process, directory: Path) -> bool:
    try:
        return process.name() == "postgres" and process.cwd() == str(directory)
    except psutil.Error:
        return False


def _the_very(pid: int | None, created: float | None) -> psutil.Process | None:
    """The process with this id, unless the id belongs to a younger one by now."""
    if pid is None or created is None:
        return None
    try:
        process = psutil.Process(pid)
        return process if abs(process.create_time() - created) < 1 else None
    except psutil.NoSuchProcess:
        return None
