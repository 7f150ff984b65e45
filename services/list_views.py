"""Views: filters of a list under a name, those of the product and those that the team saved."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import select

from domain.vocabulary import ExecutionStatus
from storage.database import reading
from storage.own_tables import SavedView

EXECUTIONS = "executions"


@dataclass(frozen=True)
class View:
    """``query`` is what the address of the list holds. ``id`` is None for a view of the product itself."""

    name: str
    query: Mapping[str, str]
    id: str | None = None
    created_by: str | None = None
    about: str = field(default="")


_FAILED = f"{ExecutionStatus.FAILED},{ExecutionStatus.FAILED_TO_START}"
WAITING = View(
    "Waiting for a person",
    {"waiting": "yes", "sort": "waiting_since", "columns": "template,waiting,customer,entity,age,starter"},
    about="A human task is open; what waits longest comes first",
)
SYSTEM_VIEWS = (
    View("Failed today", {"status": _FAILED, "time": "24h"}, about="Failed, created in the last 24 hours"),
    View("Not recovered", {"unrecovered": "yes"}, about="Failed, and nothing of the same kind has completed since"),
    View("Running long", {"running": "86400"}, about="Started more than a day ago and not ended"),
    WAITING,
    View("Drift", {"drift": "yes"}, about="Status and runtime status disagree"),
)


def list_views(page: str = EXECUTIONS) -> tuple[View, ...]:
    """The views of the product, then those of the team by name."""
    query = select(SavedView).where(SavedView.page == page).order_by(SavedView.name)
    with reading() as session:
        saved = [View(row.name, _texts(row.filters), row.id, row.created_by) for row in session.scalars(query)]
    return (*SYSTEM_VIEWS, *saved)


def _texts(filters: Mapping[str, object]) -> dict[str, str]:
    return {name: str(value) for name, value in filters.items()}
