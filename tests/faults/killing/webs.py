"""Run as `python -m tests.faults.killing.webs PORT [dies]`: the product's web app, rigged for one test."""

import os
import signal
import sys

USER, PASSWORD = "chargebee", "secret"
MODULE = "tests.faults.killing.webs"
DIES = "dies"


def main() -> None:
    """Serve the pages and routes; with ``dies``, kill -9 after the first event was answered, before work on it."""
    os.environ |= {
        "POINTSMAN_PORT": sys.argv[1],
        "POINTSMAN_CHARGEBEE_USER": USER,
        "POINTSMAN_CHARGEBEE_PASSWORD": PASSWORD,
    }
    from api import chargebee  # the settings are read when they are first asked for
    from cli.web import web

    if DIES in sys.argv:
        setattr(chargebee, "process_inbound_event", lambda _: os.kill(os.getpid(), signal.SIGKILL))  # noqa: B010
    web()


if __name__ == "__main__":
    main()
