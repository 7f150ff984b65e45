"""Workflows that Pointsman's interpreter runs on Temporal and that no execution stands for."""

from sqlalchemy import select

from domain.errors import NotAllowed
from runtime.contracts import OPEN_WORKFLOW
from runtime.service import temporal
from runtime.visibility import RunningWorkflow
from services._ledger import record
from services._words import required
from storage.database import reading, transaction
from storage.shared_tables import WorkflowExecution

LOOKED_AT = 2_000
"""Running workflows that are compared, the newest of them."""
Stranger = RunningWorkflow


def find_strangers() -> tuple[Stranger, ...]:
    """Running workflows without an execution, such as children whose execution was deleted. Raises: TemporalAway."""
    running = temporal().running(OPEN_WORKFLOW, LOOKED_AT)
    known = _known([each.workflow_id for each in running])
    return tuple(each for each in running if each.workflow_id not in known)


def end_stranger(workflow_id: str, *, actor: str, reason: str) -> None:
    """Terminate a running workflow that no execution stands for. Raises: NotAllowed, NotFound, TemporalAway."""
    reason = required(reason, "reason", 1000)
    if _known([workflow_id]):
        raise NotAllowed("An execution stands for it. Terminate that one.")
    temporal().terminate(workflow_id, f"{reason} ({actor})")
    with transaction() as session:
        record(session, actor, "workflow.terminate", ("workflow", workflow_id), reason=reason)


def _known(ids: list[str]) -> set[str]:
    with reading() as session:
        return set(session.scalars(select(WorkflowExecution.id).where(WorkflowExecution.id.in_(ids))))
