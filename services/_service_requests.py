"""Which service requests and task groups the backend knows."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.shared_tables import ServiceRequest, ServiceRequestTaskGroup

References = tuple[str | None, str | None]
_AT_ONCE = 1_000


def unknown_reference(session: Session, service_request_id: str | None, task_group_id: str | None) -> str | None:
    """Why the ids cannot be tied to an execution, or None when the backend knows each that is given."""
    pair = service_request_id, task_group_id
    return unknown_references(session, [pair]).get(pair)


def unknown_references(session: Session, wanted: Iterable[References]) -> dict[References, str]:
    """Those of many pairs (service request id, task group id) that cannot be tied to an execution, each with why."""
    pairs = set(wanted)
    requests = _known(session, ServiceRequest, {request for request, _ in pairs if request})
    groups = _known(session, ServiceRequestTaskGroup, {group for _, group in pairs if group})
    unknown: dict[References, str] = {}
    for request, group in pairs:
        if request and request not in requests:
            unknown[request, group] = f"The service request “{request[:60]}” is not known to the backend."
        elif group and group not in groups:
            unknown[request, group] = f"The task group “{group[:60]}” is not known to the backend."
    return unknown


def _known(session: Session, table: type[ServiceRequest] | type[ServiceRequestTaskGroup], wanted: set[str]) -> set[str]:
    ids, found = sorted(wanted), set[str]()
    for start in range(0, len(ids), _AT_ONCE):
        found.update(session.scalars(select(table.id).where(table.id.in_(ids[start : start + _AT_ONCE]))))
    return found
