"""Save, rename and delete a view of the team."""

from collections.abc import Mapping

from sqlalchemy import select

from domain.errors import Conflict, NotFound
from services._ledger import record
from services._words import required
from services.list_views import EXECUTIONS, SYSTEM_VIEWS
from storage.database import WriteSession, transaction
from storage.own_tables import SavedView


def save_view(name: str, query: Mapping[str, str], *, actor: str, page: str = EXECUTIONS) -> str:
    """Keep ``query`` under a name for everybody and return its id. Raises: InvalidInput, Conflict for a taken name."""
    name = required(name, "name", 80)
    with transaction() as session:
        _check_free(session, page, name)
        view = SavedView(page=page, name=name, filters=dict(query), created_by=actor)
        session.add(view)
        session.flush()
        record(session, actor, "view.save", ("view", view.id), after={"name": name, "query": dict(query)})
        return view.id


def rename_view(view_id: str, name: str, *, actor: str) -> None:
    """Give a view another name. Raises: NotFound, InvalidInput, Conflict for a taken name."""
    name = required(name, "name", 80)
    with transaction() as session:
        view = _locked(session, view_id)
        if view.name == name:
            return
        _check_free(session, view.page, name)
        record(session, actor, "view.rename", ("view", view_id), before={"name": view.name}, after={"name": name})
        view.name = name


def delete_view(view_id: str, *, actor: str) -> None:
    """Delete a view of the team; nothing else changes. Raises: NotFound."""
    with transaction() as session:
        view = _locked(session, view_id)
        record(session, actor, "view.delete", ("view", view_id), before={"name": view.name, "query": view.filters})
        session.delete(view)


def _locked(session: WriteSession, view_id: str) -> SavedView:
    view = session.get(SavedView, view_id, with_for_update=True)
    if view is None:
        raise NotFound("view", view_id)
    return view


def _check_free(session: WriteSession, page: str, name: str) -> None:
    query = select(SavedView.id).where(SavedView.page == page, SavedView.name == name)
    if name in {view.name for view in SYSTEM_VIEWS} or session.scalar(query) is not None:
        raise Conflict(f"There is a view “{name}” already. Choose another name.")
