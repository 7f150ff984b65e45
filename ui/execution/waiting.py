"""How many executions wait for a person, and the way to them."""

from services.count_executions import Count
from services.list_views import WAITING
from ui.links import link


def show_waiting(count: Count) -> None:
    """Nothing where none waits."""
    if count.number:
        about = "" if count.is_exact else "about "
        waits = "waits" if count.number == 1 else "wait"
        link(
            "executions", f"{about}{count.number:,} {waits} for a person", icon=":material/front_hand:", **WAITING.query
        )
