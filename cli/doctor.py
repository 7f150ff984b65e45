"""`pointsman doctor`: is all there that the product needs."""

from collections.abc import Callable, Iterator
from functools import partial

import typer

from domain.errors import PointsmanError
from domain.settings import get_settings


def doctor() -> None:
    """Check database, migrations, Temporal, worker and built frontend. The exit code is 1 when one is not well."""
    well = True
    for name, check in _checks():
        trouble = _trouble(check)
        well = well and trouble is None
        print(f"{'ok ' if trouble is None else 'BAD'}  {name:<12} {trouble or ''}".rstrip())
    if not well:
        raise typer.Exit(1)


def _checks() -> Iterator[tuple[str, Callable[[], None]]]:
    from services.check_readiness import GROUNDS, check_readiness  # slow to import, and only this command needs it

    for ground in GROUNDS:
        yield ground, partial(check_readiness, ground)
    yield "worker", _check_worker
    yield "frontend", _check_frontend


def _check_worker() -> None:
    from runtime.service import temporal

    queue = get_settings().task_queue
    if not temporal().has_poller(queue):
        raise PointsmanError(f"No worker asks the task queue “{queue}” for work. Start `pointsman worker`.")


def _check_frontend() -> None:
    from ui.bundle import built_files

    if not built_files():
        raise PointsmanError("The browser pieces are not built; pages show plain fallbacks. Run `make build`.")


def _trouble(check: Callable[[], None]) -> str | None:
    try:
        check()
    except PointsmanError as error:
        return str(error)
    return None
