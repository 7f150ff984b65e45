"""Running a program as another system user, because PostgreSQL refuses to run as root."""

import os
import pwd
import subprocess
import sys
from pathlib import Path

NAME = "embedded_postgres"


def other_user(directory: Path, programs: Path) -> str:
    """The user that shall own ``directory`` and run ``programs``: empty for ourselves, unless we are root.

    For root the user is made when it is missing, and may walk through (not list) the directories above the two.
    """
    if os.geteuid() != 0:
        return ""
    try:
        pwd.getpwnam(NAME)
    except KeyError:
        subprocess.run(["useradd", "--system", "--shell", "/usr/sbin/nologin", NAME], check=True)  # noqa: S607
    _open_to_all(programs.parent)
    for path in (directory, programs.parent):
        _let_pass(path)
    return NAME


def run_as(user: str, command: list[str], *, cwd: Path) -> None:
    """Run ``command`` to its end, quietly. Raises: CalledProcessError with its output."""
    subprocess.run(
        command,
        check=True,
        cwd=cwd,
        user=user or None,
        group=pwd.getpwnam(user).pw_gid if user else None,
        extra_groups=[] if user else None,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def give(path: Path, user: str) -> None:
    """Make ``user`` the owner of ``path``; an empty user changes nothing."""
    if user:
        entry = pwd.getpwnam(user)
        os.chown(path, entry.pw_uid, entry.pw_gid)


def _let_pass(path: Path) -> None:
    """Let everybody walk through the directories above ``path``, and say so: they may be somebody's home."""
    for parent in path.parents:
        mode = parent.stat().st_mode
        if not mode & 0o001:
            print(f"Root cannot run PostgreSQL; its user {NAME} may now pass through {parent}.", file=sys.stderr)
            parent.chmod(mode | 0o001)


def _open_to_all(directory: Path) -> None:
    """Let everybody read and run what is installed here, whatever umask installed it."""
    if directory.stat().st_mode & 0o005 == 0o005:
        return
    for path in (directory, *directory.rglob("*")):
        if not path.is_symlink():
            mode = path.stat().st_mode
            path.chmod(mode | 0o444 | (0o111 if mode & 0o100 else 0))
