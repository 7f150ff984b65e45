"""`pointsman status`: what runs here, and where."""

import json
from typing import Annotated

import typer

from domain.instance import Instance, running_instance
from domain.settings import Settings


def status(as_json: Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")] = False) -> None:
    """Tell the addresses, and the state and process id of each part, of the instance in the data directory.

    The exit code is 1 when none runs.
    """
    data_dir = Settings().data_dir.resolve()
    instance = running_instance(data_dir)
    if as_json:
        facts = instance.model_dump(mode="json") if instance else {"data_dir": str(data_dir)}
        print(json.dumps({"running": instance is not None, **facts}, indent=2))
    elif instance:
        print("\n".join(_lines(instance)))
    else:
        print(f"Pointsman does not run on {data_dir}. `pointsman up` starts it.")
    if instance is None:
        raise typer.Exit(1)


def _lines(instance: Instance) -> list[str]:
    ready = "ready" if instance.ready else "starting"
    addresses = {
        "web": instance.web_url,
        "database": instance.database_url,
        "temporal": instance.temporal_address,
        "temporal UI": instance.temporal_ui_url,
    }
    parts = {
        name: f"{part.state}{f', process {part.pid}' if part.pid else ''}" for name, part in instance.parts.items()
    }
    first = f"Pointsman is {ready} (process {instance.pid}, data in {instance.data_dir})"
    return [first, *(f"  {name:<12} {fact or '–'}" for name, fact in addresses.items()), "Parts"] + [
        f"  {name:<12} {fact}" for name, fact in parts.items()
    ]
