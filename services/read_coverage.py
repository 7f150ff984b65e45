"""How well links cover what is sold: four numbers, each of which leads to a list."""

from dataclasses import dataclass

from sqlalchemy import func, select

from domain.coverage import Gap
from services._link_rows import joined
from services.list_links import has_gap
from services.list_unlinked import count_unlinked
from storage.database import reading


@dataclass(frozen=True)
class Coverage:
    """``unlinked`` entities have no link; ``links`` counts the links of each gap."""

    unlinked: int
    links: dict[Gap, int]


def read_coverage() -> Coverage:
    """Count what links leave uncovered, and what they cover in vain."""
    counts = [func.count().filter(has_gap(gap)).label(gap) for gap in Gap]
    with reading() as session:
        found = session.execute(joined(select(*counts))).mappings().one()
    return Coverage(count_unlinked(), {gap: found[gap] for gap in Gap})
