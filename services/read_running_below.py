"""What runs below an execution, to be told before it is cancelled or terminated."""

from dataclasses import dataclass

from services._awaited import select_running_below
from storage.database import reading
from storage.shared_tables import WorkflowExecution


@dataclass(frozen=True)
class RunningBelow:
    """Names of descendants that have not ended, parents first: those that end with it, and those that never do.

    The latter were not awaited, or stand below one that was not.
    """

    awaited: tuple[str, ...]
    independent: tuple[str, ...]


def read_running_below(execution_id: str) -> RunningBelow:
    """Read them, at any depth. An unknown id has none."""
    children = WorkflowExecution.parent_id == execution_id
    columns = WorkflowExecution.id, WorkflowExecution.name
    with reading() as session:
        awaited = dict(session.execute(select_running_below(children, *columns)).all())
        every = session.execute(select_running_below(children, *columns, awaited_only=False)).all()
    return RunningBelow(tuple(awaited.values()), tuple(name for key, name in every if key not in awaited))
