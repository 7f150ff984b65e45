"""A family of 50,000 members and 50 levels: one indexed read, a small drawing, in bounded time."""

import re
import time

import pytest
from sqlalchemy import Connection, event, text

from domain.errors import NotFound
from domain.tree_folding import fold_family
from domain.tree_graph import tree_dot
from domain.vocabulary import ExecutionStatus
from services.get_tree import get_tree
from services.read_family import Family, read_family, read_members
from tests.factories import make_active, make_custom_template, make_template
from tests.services.families import ROOT, insert_family

MEMBERS = 50_000
SECONDS = 3.0
"""Processor time of this process, which takes about a seventh of that; N queries would take minutes."""


@pytest.fixture
def version(database: Connection) -> str:
    return make_active(make_template())


def test_it_is_the_same_family_from_any_member(database: Connection, version: str) -> None:
    insert_family(database, version, 120)
    families = [read_family(member) for member in (ROOT, "m49", "m119")]
    assert families[0] == families[1] == families[2]
    assert [member.id for member in families[0].members] == [member.id for member in get_tree("m7").members]
    assert families[0].members[0].id == families[0].root_id == ROOT


def test_members_of_custom_templates_are_told(database: Connection) -> None:
    custom = make_active(make_custom_template(), definition={"steps": []})
    insert_family(database, custom, 3)
    assert all(member.is_custom for member in read_family(ROOT).members)


@pytest.mark.usefixtures("database")
def test_an_unknown_execution_is_not_found() -> None:
    with pytest.raises(NotFound):
        read_family("nobody-knows-it")


def test_fifty_thousand_members_are_read_and_drawn_in_time(database: Connection, version: str) -> None:
    database.execute(text("DROP INDEX pointsman.listed_terms"))  # for searching; filling it takes longest
    insert_family(database, version, MEMBERS)
    database.execute(text("ANALYZE pointsman.listed_execution"))
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        statements.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    began = time.process_time()
    family = read_family("m49")
    read = time.process_time()
    dot = drawn(family, "m49")
    ended = time.process_time()
    event.remove(database.engine, "before_cursor_execute", note)
    print(f"read {1000 * (read - began):.0f} ms, folded and drawn {1000 * (ended - read):.0f} ms, {len(dot):,} bytes")
    assert len(family.members) == MEMBERS
    assert family.counts[ExecutionStatus.FAILED] == len(range(1, MEMBERS, 997))
    assert ended - began < SECONDS
    assert len([each for each in statements if "listed_execution" in each]) == 1
    assert len([each for each in statements if each.startswith("SELECT")]) <= 5
    assert all(f'"m{level}"' in dot for level in range(1, 50))
    assert dot.count("label=<") <= 450
    assert len(dot) < 500_000


def test_it_is_found_by_the_index_of_roots(database: Connection, version: str) -> None:
    database.execute(text("DROP INDEX pointsman.listed_terms"))
    insert_family(database, version, 5_000)
    database.execute(text("""UPDATE pointsman.listed_execution SET root_id = id WHERE id <> 'root' AND id > 'm11'"""))
    database.execute(text("ANALYZE pointsman.listed_execution"))
    query = "EXPLAIN SELECT id FROM pointsman.listed_execution WHERE root_id = 'root' ORDER BY created_at, id"
    plan = "\n".join(row[0] for row in database.execute(text(query)))
    assert "listed_root_id" in plan
    assert "Seq Scan" not in plan


def test_a_fold_that_is_opened_draws_fifty_of_it_the_failed_ones_first(database: Connection, version: str) -> None:
    insert_family(database, version, 5_000)
    family = read_family(ROOT)
    folded = fold_family(family.members, ROOT)
    fold = next(each for each in folded.folds if each.parent_id == ROOT and each.statuses[0][1] > 50)
    again = fold_family(family.members, ROOT, opened={fold.key: 50})
    more = set(again.shown) - set(folded.shown)
    assert len([key for key in more if again.parents[key] == ROOT]) == 50
    rest = next(each for each in again.folds if each.key == fold.key)
    assert rest.size == fold.size - 50


def drawn(family: Family, current: str) -> str:
    """The drawing as the page makes it."""
    folded = fold_family(family.members, current)
    dot = tree_dot(folded, read_members(folded.shown), current)
    assert not re.search(r"[\u202e\x00]", dot)
    return dot
