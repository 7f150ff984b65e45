"""`pointsman worker`: runs workflows and activities."""

from domain.settings import get_settings


def worker() -> None:
    """Run workflows and activities until stopped. Start as many as the load needs."""
    from cli.logs import set_up_logging  # slow to import, and only this command needs them
    from runtime.worker import run_worker

    set_up_logging(get_settings())
    run_worker()
