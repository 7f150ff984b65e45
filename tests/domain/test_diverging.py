"""Where two runs of one template part."""

from dataclasses import dataclass

from domain.diverging import first_parting


@dataclass(frozen=True)
class Visit:
    reference: str
    status: str = "COMPLETED"
    visit: int = 1

    @property
    def name(self) -> str:
        return self.reference.rpartition("/")[2]


GOOD = [Visit("/do/0/a"), Visit("/do/1/b"), Visit("/do/1/b/do/0/c"), Visit("/do/2/d")]


def test_runs_that_fared_alike_do_not_part() -> None:
    assert first_parting(GOOD, GOOD) is None
    assert first_parting(GOOD[:2], GOOD) is None


def test_the_task_that_failed_is_where_they_part_not_the_scope_around_it() -> None:
    run = [GOOD[0], Visit("/do/1/b", "FAULTED"), Visit("/do/1/b/do/0/c", "FAULTED")]
    found = first_parting(run, GOOD)
    assert found is not None
    assert (found.task.name, found.other, found.after) == ("c", "COMPLETED", "a")


def test_another_way_is_told_as_the_first_task_that_the_other_run_never_reached() -> None:
    found = first_parting([GOOD[0], Visit("/do/3/x"), Visit("/do/4/y", "FAULTED")], GOOD)
    assert found is not None
    assert (found.task.name, found.other, found.after) == ("x", None, "a")


def test_a_task_is_the_same_wherever_its_version_has_it() -> None:
    assert first_parting([Visit("/do/4/a"), Visit("/do/9/b")], GOOD) is None


def test_a_later_visit_is_held_against_the_same_visit() -> None:
    again = Visit("/do/0/a", "FAULTED", visit=2)
    found = first_parting([*GOOD, again], [*GOOD, Visit("/do/0/a", visit=2)])
    assert found is not None
    assert (found.task, found.other) == (again, "COMPLETED")
