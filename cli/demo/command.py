"""`pointsman demo`: fill the database with data that looks like the real thing."""

from typing import Annotated

import typer


def demo(
    executions: Annotated[
        int, typer.Option(min=0, max=20_000_000, help="Also make synthetic history, up to this many executions.")
    ] = 0,
    only_if_empty: Annotated[
        bool, typer.Option("--only-if-empty", help="Do nothing where there are templates of somebody else.")
    ] = False,
) -> None:
    """Make demo templates, links and executions through the services, run on the real engine.

    A second call adds what is missing and changes nothing else. Needs a worker, as `pointsman up` starts one.
    """
    from cli.demo.history import make_history  # storage and Temporal's SDK are slow to import for the other commands
    from cli.demo.tell import is_ours, tell_demo
    from services.list_templates import list_templates

    if only_if_empty and not is_ours({template.name for template in list_templates()}):
        print("There are other templates; no demo data is added.")
        return
    tell_demo(print)
    if executions:
        make_history(executions, print)
