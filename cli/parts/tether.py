"""Run as `python tether.py SIGNAL PARENT USER COMMAND…`: become COMMAND, tied to the life of the process PARENT.

Linux sends SIGNAL when PARENT dies, however it dies. USER is a user name, or empty to stay who we are. A program of
its own instead of a `preexec_fn`, because Python code between fork and exec is unsafe where there are threads.
"""

import ctypes
import os
import sys

PR_SET_PDEATHSIG = 1


def main() -> None:
    """Drop privileges, set the parent-death signal (changing the user clears it, so after that), then exec."""
    death_signal, parent, user, *command = sys.argv[1:]
    if user:
        become(user)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, int(death_signal), 0, 0, 0)
    if os.getppid() != int(parent):
        sys.exit("The process that started this one is gone.")
    os.execvp(command[0], command)  # noqa: S606


def become(user: str) -> None:
    """Give up root for ``user``, with no supplementary groups."""
    import pwd

    entry = pwd.getpwnam(user)
    os.setgroups([])
    os.setgid(entry.pw_gid)
    os.setuid(entry.pw_uid)


if __name__ == "__main__":
    main()
