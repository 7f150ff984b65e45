"""Ids look like the backend's cuids, and a child's id follows from where it was called."""

import re
from concurrent.futures import ThreadPoolExecutor

from hypothesis import given
from hypothesis import strategies as st

from domain.ids import derived_id, new_id

CUID = re.compile(r"c[0-9a-z]{24}")


def test_a_new_id_is_a_cuid_of_25_characters() -> None:
    assert CUID.fullmatch(new_id())


def test_ids_made_at_the_same_moment_by_many_threads_differ() -> None:
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: new_id(), range(4000)))
    assert len(set(made)) == len(made)


def test_ids_are_ordered_by_the_millisecond_they_were_made_in() -> None:
    made = [new_id()[:9] for _ in range(1000)]
    assert made == sorted(made)


def test_the_same_parent_task_and_visit_always_give_the_same_id() -> None:
    assert derived_id("cparent", "/do/0/incorporate", 1) == derived_id("cparent", "/do/0/incorporate", 1)


@given(st.tuples(st.text(), st.integers(1, 9)), st.tuples(st.text(), st.integers(1, 9)))
def test_another_task_or_visit_gives_another_id(one: tuple[str, int], other: tuple[str, int]) -> None:
    assert (derived_id("cparent", *one) == derived_id("cparent", *other)) == (one == other)


def test_a_derived_id_looks_like_any_other_id() -> None:
    assert CUID.fullmatch(derived_id(new_id(), "/do/2/dsc/for/0", 12))
