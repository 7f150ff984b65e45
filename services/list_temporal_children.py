"""What custom workflows started on Temporal by themselves; nothing of it is stored."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from domain.executions import expected_status
from domain.vocabulary import ExecutionStatus, RuntimeStatus
from runtime.service import temporal
from runtime.visibility import Descendant


class Member(Protocol):
    """What is asked of a member of a family."""

    @property
    def id(self) -> str: ...
    @property
    def is_custom(self) -> bool: ...


class Family(Protocol):
    """A family of executions."""

    @property
    def members(self) -> Sequence[Member]: ...


LARGEST_FAMILY = 1000
MOST_ROOTS = 50


@dataclass(frozen=True)
class TemporalChild:
    """A workflow without an execution; ``id`` is its workflow id. Times are UTC."""

    id: str
    parent_id: str
    name: str
    runtime_status: RuntimeStatus
    started_at: datetime
    closed_at: datetime | None

    @property
    def status(self) -> ExecutionStatus:
        """The status that an execution would have."""
        return expected_status(self.runtime_status) or ExecutionStatus.STARTED

    @property
    def on_temporal_only(self) -> bool:
        """True: no execution belongs to it."""
        return True


def list_temporal_children(family: Family) -> tuple[TemporalChild, ...]:
    """Workflows below the custom executions of a family, oldest first; at most 1,000, what runs before what ended.

    Their names are their workflow types. Temporal is not asked where no member is custom. One whose parent is not
    among those found hangs below its root. Raises: TemporalAway, RuntimeRefused when Temporal cannot tell.
    """
    roots = [member.id for member in family.members if member.is_custom][:MOST_ROOTS]
    if not roots:
        return ()
    stored = {member.id for member in family.members}
    found = [each for each in temporal().descendants(roots, LARGEST_FAMILY) if each.workflow_id not in stored]
    known = stored | {each.workflow_id for each in found}
    return tuple(_child(each, known) for each in sorted(found, key=lambda each: (each.started_at, each.workflow_id)))


def _child(found: Descendant, known: set[str]) -> TemporalChild:
    return TemporalChild(
        id=found.workflow_id,
        parent_id=found.parent_id if found.parent_id in known else found.root_id,
        name=found.workflow_type,
        runtime_status=found.runtime_status,
        started_at=found.started_at,
        closed_at=found.closed_at,
    )
