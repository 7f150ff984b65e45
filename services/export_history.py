"""The whole history of an execution's newest run, streamed as Temporal's own JSON."""

import json
from collections.abc import Iterator

from runtime.service import temporal

PAGE = 500


def export_history(execution_id: str) -> Iterator[str]:
    """Parts of one JSON document ``{"events": […]}``, as Temporal's command line writes and its UI reads it.

    One page is held at a time. Raises: NotFound when Temporal does not know the run (any more), TemporalAway.
    """
    events, page = temporal().raw_history(execution_id, None, PAGE)
    yield '{"events": ['
    yield ",\n".join(map(json.dumps, events))
    while page is not None:
        events, page = temporal().raw_history(execution_id, page, PAGE)
        yield "".join(f",\n{json.dumps(event)}" for event in events)
    yield "]}\n"
