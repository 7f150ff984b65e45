"""`pointsman run`: try a definition."""

import os
import sys
from collections.abc import Iterable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from cli.running.telling import log_briefly, say, tell
from cli.running.temporal import some_temporal
from domain.errors import InvalidInput
from domain.settings import get_settings
from runtime.trying.order import Order, Tried

INVALID = 2


def run(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The definition, JSON or YAML; - is standard input.")],
    given: Annotated[
        Path | None, typer.Option("--input", metavar="FILE", help="The input; without it, an empty object.")
    ] = None,
    event: Annotated[
        list[Path] | None, typer.Option(metavar="FILE", help="Events to send once it runs: one, or a list. Repeatable.")
    ] = None,
    complete: Annotated[
        list[str] | None,
        typer.Option(metavar="REFERENCE=FILE", help="Data that completes a human task once it is open. Repeatable."),
    ] = None,
    trace: Annotated[bool, typer.Option("--trace", help="List the tasks as they ran, before the output.")] = False,
    others: Annotated[
        Path | None, typer.Option("--with", metavar="DIR", help="Definitions that `run: workflow` may run.")
    ] = None,
    timeout: Annotated[float | None, typer.Option(metavar="SECONDS", min=0.1, help="End the run after this.")] = None,
    http_rewrite: Annotated[list[str] | None, typer.Option(metavar="FROM=TO", hidden=True)] = None,
) -> None:
    """Execute a definition without storing a template, on a worker of its own.

    The output is printed as one line of JSON; the exit code is 0. After a fault, the RFC 7807 error is printed to
    standard error as one line of JSON; the exit code is 1. What is not valid is told with its place: exit code 2.
    """
    from cli.running.checking import NotValid, checked_definition, checked_input  # slow to import for other commands
    from cli.running.files import read_answers, read_definitions, read_events

    try:
        order = Order(
            definition=(definition := checked_definition(file)),
            input=checked_input(given, definition),
            others=read_definitions(others) if others else (),
            events=read_events(event or ()),
            answers=read_answers(complete or ()),
            limit=timedelta(seconds=timeout) if timeout else None,
        )
        tried = _tried(order, http_rewrite or ())
    except (InvalidInput, NotValid) as error:
        say(str(error))
        _leave(INVALID)
    _leave(tell(tried, with_tasks=trace))


def _leave(code: int) -> NoReturn:
    """End now: threads of Temporal's SDK may abort an interpreter that shuts down (temporalio/sdk-python#300)."""
    with suppress(BrokenPipeError):
        sys.stdout.flush()
    os._exit(code)


def _pair(option: str) -> tuple[str, str]:
    beginning, equals, replacement = option.partition("=")
    if not equals:
        raise InvalidInput("--http-rewrite", f"“{option}” must be FROM=TO.")
    return beginning, replacement


def _tried(order: Order, replacements: Iterable[str]) -> Tried:
    from runtime.trying.alone import try_out  # slow to import, and not needed for what is not valid
    from runtime.trying.trials import rewrites

    rewrites.update(_pair(each) for each in replacements)
    log_briefly()
    settings = get_settings()
    with some_temporal(settings, say) as address:
        return try_out(order, address, settings.temporal_namespace, say)
