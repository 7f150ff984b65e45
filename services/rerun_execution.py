"""Do an execution again: a new one of the same template, bound to the old one."""

from dataclasses import dataclass, field

from domain.acting import check_can_rerun, check_can_rerun_original
from domain.ids import new_id
from domain.json_types import JsonObject, JsonValue
from domain.vocabulary import Origin
from services._intake import Receipt
from services._reruns import Rerun
from services.get_execution import ExecutionDetail, get_execution
from services.start_execution import StartOrder, start_execution


@dataclass(frozen=True)
class RerunOrder:
    """What to do again. ``version_id`` None is the active version at the moment of starting.

    ``seen`` is how many reruns of it the person knew of; ``key`` makes a repeated order harmless.
    """

    execution_id: str
    version_id: str | None
    input: JsonValue
    context: JsonObject
    seen: int
    key: str = field(default_factory=new_id)


def rerun_execution(order: RerunOrder, *, actor: str, reason: str | None) -> Receipt:
    """Start a new execution of the same name, for the same service request and task group, and bind it to the old one.

    What of the old one ran before is not taken over: the new one begins at the beginning. Raises: NotFound, NotAllowed
    for what may not be rerun, InvalidInput, Conflict when somebody reran it meanwhile.
    """
    old = get_execution(order.execution_id)
    (check_can_rerun_original if order.version_id == old.version_id else check_can_rerun)(old.subject)
    asked = StartOrder(
        template_id=old.template_id,
        input=order.input,
        reason=reason,
        version_id=order.version_id,
        context=order.context,
        key=order.key,
        name=old.name,
        service_request_id=old.service_request_id,
        task_group_id=old.task_group_id,
        rerun=Rerun(old.id, order.seen),
    )
    return start_execution(asked, actor=actor, origin=Origin.RERUN)


def as_it_was(old: ExecutionDetail, version_id: str | None, *, seen: int, key: str) -> RerunOrder:
    """The order that repeats input and context unchanged."""
    return RerunOrder(old.id, version_id, old.input, old.context or {}, seen, key)
