"""Compare two versions: of one template, of two, or a draft with what it is based on."""

from domain.vocabulary import Format
from services.list_templates import list_templates
from ui.compare.changes import show_changes
from ui.compare.choice import Choice, choose_versions
from ui.compare.comparison import compare
from ui.compare.forecast import show_forecast_between
from ui.compare.graph import show_merged_graph
from ui.compare.head import show_counts, show_head
from ui.compare.sides import show_side_by_side
from ui.compare.views import CHANGES, GRAPH, SIDES, choose_view
from ui.empty import empty_state
from ui.frame import guard
from ui.header import page_header
from ui.links import link


def show_comparison(choice: Choice) -> None:
    """How much changed, what, and where."""
    comparison = compare(choice.old, choice.new)
    show_head(choice)
    if not comparison.changes:
        same = "These are the same version." if choice.old.id == choice.new.id else "Both definitions are the same."
        with empty_state("Nothing differs", same, icon=":material/equal:"):
            return
    show_counts(choice, comparison)
    drawn = Format.OPEN_WORKFLOW in {choice.old.format, choice.new.format}
    view = choose_view((CHANGES, SIDES, GRAPH) if drawn else (CHANGES, SIDES))
    if view == CHANGES:
        show_changes(comparison.lines)
    elif view == SIDES:
        show_side_by_side(comparison, choice.names)
    else:
        show_merged_graph(comparison.old, comparison.new, comparison.lines, key=f"compare.graph.{comparison.id}")
    if choice.old.format is choice.new.format is Format.OPEN_WORKFLOW:
        show_forecast_between(choice)


guard()
page_header("Compare", "What changed between two versions. The address of this page can be shared.")
templates = list_templates()
chosen = choose_versions(templates) if templates else None
if chosen:
    show_comparison(chosen)
elif templates:
    with empty_state(
        "Choose two versions", "Their definitions are compared part by part.", icon=":material/difference:"
    ):
        pass
else:
    with empty_state("Nothing to compare yet", "Make a template and write two versions of it."):
        link("templates", "To the templates")
