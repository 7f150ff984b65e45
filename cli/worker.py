"""`pointsman worker`: runs workflows and activities."""

from cli.logs import set_up_logging
from domain.settings import get_settings


def worker() -> None:
    """Run workflows and activities until stopped. Start as many as the load needs."""
    from runtime.worker import run_worker  # the Temporal SDK is slow to import, and only this command needs it

    set_up_logging(get_settings())
    run_worker()
