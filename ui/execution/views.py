"""Views of the list of executions: chosen, saved for the team, renamed, deleted."""

import streamlit as st

from services.execution_address import NAMES
from services.list_views import View, list_views
from services.save_view import delete_view, rename_view, save_view
from ui.act import Decision, action_button
from ui.escape import escape
from ui.paging import turn_to

KEPT = (*NAMES, "sort", "columns", "trees")
"""What a view keeps of the address."""


def show_views() -> None:
    """The views, and what can be done with the present filters."""
    views, present = list_views(), _present()
    with st.popover("Views", icon=":material/bookmarks:"):
        for view in views:
            _row(view, is_shown=dict(view.query) == present)
    action_button(
        "Save as view",
        key="views.save",
        icon=":material/bookmark_add:",
        title="Save these filters for the team?",
        consequence="Everybody finds it under **Views**, with its filters, order and columns.",
        reason="none",
        fields=lambda: {"name": st.text_input("Name", key="views.name", max_chars=80)},
        action=lambda decision: _save(present, decision),
        disabled_because=None if present else "There is nothing to save: no filter, order or column is chosen.",
    )


def _row(view: View, *, is_shown: bool) -> None:
    key = view.id or view.name
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            escape(view.name),
            key=f"views.open.{key}",
            type="primary" if is_shown else "tertiary",
            help=escape(view.about or f"Saved by {view.created_by}"),
            on_click=_open,
            args=(view,),
        )
        if view.id is not None and is_shown:
            _change(view, view.id)


def _change(view: View, view_id: str) -> None:
    action_button(
        "Rename",
        key=f"views.rename.{view_id}",
        reason="none",
        fields=lambda: {"name": st.text_input("Name", view.name, key=f"views.name.{view_id}", max_chars=80)},
        action=lambda decision: _rename(view_id, decision),
    )
    action_button(
        "Delete",
        key=f"views.delete.{view_id}",
        reason="none",
        consequence=f"The view **{escape(view.name)}** disappears for everybody. No execution changes.",
        action=lambda decision: _delete(view, view_id, decision),
    )


def _save(present: dict[str, str], decision: Decision) -> str:
    save_view(decision.fields["name"], present, actor=decision.actor)
    return f"Saved the view {decision.fields['name'].strip()}."


def _rename(view_id: str, decision: Decision) -> str:
    rename_view(view_id, decision.fields["name"], actor=decision.actor)
    return f"The view is called {decision.fields['name'].strip()} now."


def _delete(view: View, view_id: str, decision: Decision) -> str:
    delete_view(view_id, actor=decision.actor)
    return f"Deleted the view {view.name}."


def _open(view: View) -> None:
    for name in KEPT:
        st.query_params.pop(name, None)
    st.query_params.update(dict(view.query))
    turn_to()


def _present() -> dict[str, str]:
    asked = st.query_params.to_dict()
    return {name: asked[name] for name in KEPT if name in asked}
