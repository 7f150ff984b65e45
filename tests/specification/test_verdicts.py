"""Our verdict is the official schema's wherever only the schema speaks; what we do not run is rejected by name.

Run with OPEN_WORKFLOW_SPECIFICATION naming a directory with a checkout of the specification.
"""

from collections.abc import Callable
from pathlib import Path

import pytest

from domain.findings import Rule
from domain.json_types import JsonValue
from domain.open_workflow.check import check
from domain.open_workflow.model import shape_findings
from runtime.expressions.compiling import compile_expressions
from tests.specification.conftest import examples, read
from tests.specification.mutants import mutants

Schema = Callable[[JsonValue], bool]


def by_name(path: Path) -> str:
    return path.stem


@pytest.mark.parametrize("path", examples(), ids=by_name)
def test_an_example_is_valid_or_rejected_by_name(path: Path, schema_takes: Schema) -> None:
    definition = read(path)
    errors = [each for each in check(definition, compiled=compile_expressions) if each.is_error]
    if schema_takes(definition):
        assert {each.rule for each in errors} <= {Rule.PROFILE}
        assert all("is not supported by Pointsman" in each.message for each in errors)
    else:
        assert Rule.SHAPE in {each.rule for each in errors}


@pytest.mark.parametrize("path", examples(), ids=by_name)
def test_a_mutant_of_an_example_has_the_verdict_of_the_schema(path: Path, schema_takes: Schema) -> None:
    apart = []
    for told, mutant in mutants(read(path)):
        if not isinstance(mutant, dict):
            continue
        rules = {each.rule for each in shape_findings(mutant)}
        if Rule.PROFILE not in rules and (Rule.SHAPE not in rules) != schema_takes(mutant):
            apart.append(f"{told}: the schema {'takes' if schema_takes(mutant) else 'refuses'} it")
    assert apart == []
