"""What was bought is the same in whatever order the versions of a subscription become known."""

from collections.abc import Sequence
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from domain.purchases import KnownVersion, bought, placed

ITEMS = st.frozensets(st.sampled_from(["plan", "seats", "support"]))
VERSIONS = st.lists(st.tuples(ITEMS, st.booleans()), max_size=8)
Told = list[KnownVersion]


def versions(found: Sequence[tuple[frozenset[str], bool]]) -> Told:
    return [KnownVersion(number, items, starts) for number, (items, starts) in enumerate(found, 1)]


def live(told: Sequence[KnownVersion]) -> tuple[Told, list[tuple[int, str]]]:
    """Take in one version after the other, and mark what is started; gives the history and all starts."""
    history: Told = []
    starts: list[tuple[int, str]] = []
    for each in told:
        history = placed(history, each)
        due = bought(history)
        starts += due
        history = [
            replace(known, started=known.started | {item for number, item in due if number == known.version})
            for known in history
        ]
    return history, starts


def items_of(starts: Sequence[tuple[int, str]]) -> list[str]:
    return sorted(item for _, item in starts)


@st.composite
def deliveries(draw: st.DrawFn) -> tuple[Told, Told]:
    """A history in order, and the same one in any order, each version told one to three times."""
    ordered = versions(draw(VERSIONS))
    copies = [each for each in ordered for _ in range(draw(st.integers(1, 3)))]
    return ordered, draw(st.permutations(copies))


@given(deliveries())
def test_any_order_with_repetitions_starts_the_same_items_as_often(found: tuple[Told, Told]) -> None:
    ordered, shuffled = found
    assert items_of(live(shuffled)[1]) == items_of(live(ordered)[1])


@given(deliveries())
def test_no_purchase_is_started_from_a_version_that_has_not_its_item_or_starts_nothing(
    found: tuple[Told, Told],
) -> None:
    ordered, shuffled = found
    by_number = {each.version: each for each in ordered}
    starts = live(shuffled)[1]
    assert len(starts) == len(set(starts))
    assert all(item in by_number[number].items and by_number[number].starts for number, item in starts)


@given(deliveries())
def test_each_unbroken_stretch_that_starts_work_is_started_exactly_once(found: tuple[Told, Told]) -> None:
    ordered, shuffled = found
    history, _ = live(shuffled)
    assert [replace(each, started=frozenset()) for each in history] == ordered
    for item in ("plan", "seats", "support"):
        text = "".join(_letter(each, item) for each in history)
        for stretch in text.split("."):
            assert stretch.count("S") == (1 if "s" in stretch.lower() else 0)


def _letter(version: KnownVersion, item: str) -> str:
    """``.`` has it not, ``S`` was started from it, ``s`` could have been, ``x`` has it and starts nothing."""
    if item not in version.items:
        return "."
    if item in version.started:
        return "S"
    return "s" if version.starts else "x"


def told(number: int, *items: str, starts: bool = True) -> KnownVersion:
    return KnownVersion(number, frozenset(items), starts)


def test_what_a_later_version_has_too_is_not_bought_again() -> None:
    assert live([told(1, "plan"), told(2, "plan", "seats")])[1] == [(1, "plan"), (2, "seats")]


def test_the_first_event_that_comes_late_starts_nothing_that_a_later_one_started() -> None:
    assert live([told(2, "plan", "seats"), told(1, "plan")])[1] == [(2, "plan"), (2, "seats")]


def test_a_late_version_without_the_item_shows_that_it_was_bought_twice() -> None:
    assert live([told(1, "plan"), told(3, "plan"), told(2)])[1] == [(1, "plan"), (3, "plan")]


def test_an_event_of_another_type_starts_nothing_and_ends_or_goes_on_with_what_was_bought() -> None:
    assert live([told(1, "plan", starts=False)])[1] == []
    assert live([told(1, "plan"), told(2, starts=False), told(3, "plan")])[1] == [(1, "plan"), (3, "plan")]
    assert live([told(2, "plan", starts=False), told(1, "plan")])[1] == [(1, "plan")]


def test_a_version_that_a_second_event_tells_starts_when_that_one_does() -> None:
    assert live([told(1, "plan", starts=False), told(1, "plan")])[1] == [(1, "plan")]
