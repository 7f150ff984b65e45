"""The Temporal of one `pointsman run`: the configured one, or a server that lives as long as the run."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from domain.settings import Settings


@contextmanager
def some_temporal(settings: Settings, say: Callable[[str], None]) -> Iterator[str]:
    """The address of its frontend. Raises: PartDied or PartTooSlow when a server of its own does not start."""
    if settings.temporal_address:
        yield settings.temporal_address
        return
    from cli.parts.ports import free_port  # seldom needed
    from cli.parts.temporal import start_temporal

    say("No Temporal is configured and no `pointsman up` runs here: a server is started for this run alone.")
    with TemporaryDirectory(prefix="pointsman-run-") as directory:
        log = Path(directory) / "temporal.log"
        server = start_temporal(free_port(), log=log, namespace=settings.temporal_namespace)
        try:
            yield server.address
        finally:
            server.child.stop(seconds=5)
