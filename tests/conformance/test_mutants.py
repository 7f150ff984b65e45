"""The list of mutants stays true while the interpreter changes."""

import pytest

from tests.conformance.mutants import ROOT, Mutant, read_mutants
from tests.conformance.scenarios import FEATURES

MUTANTS = read_mutants()
NAMES = [f"{each.file}: {each.what}" for each in MUTANTS]


@pytest.mark.parametrize("mutant", MUTANTS, ids=NAMES)
def test_what_a_mutant_changes_stands_once_in_its_file(mutant: Mutant) -> None:
    assert (ROOT / mutant.file).read_text().count(mutant.was) == 1


@pytest.mark.parametrize("mutant", MUTANTS, ids=NAMES)
def test_a_mutant_is_still_python(mutant: Mutant) -> None:
    compile((ROOT / mutant.file).read_text().replace(mutant.was, mutant.becomes), mutant.file, "exec")


def test_a_mutant_names_the_feature_that_should_notice_it() -> None:
    assert {each.feature for each in MUTANTS} <= {path.stem for path in FEATURES.glob("*.feature")}
