"""What stands between a definition and its publication."""

import pytest

from domain.errors import InvalidInput
from domain.vocabulary import Format
from services.check_definition import check_definition
from services.create_template import create_template
from tests.factories import AUTHOR, make_template, open_workflow

pytestmark = pytest.mark.usefixtures("database")


def test_a_valid_definition_has_no_problems() -> None:
    assert check_definition(make_template(), open_workflow(), "1.0.0") == ()


def test_a_problem_names_its_place() -> None:
    ((pointer, sentence),) = check_definition(make_template(), open_workflow(version="1.0.0"), "1.1.0")
    assert pointer == "/document/version"
    assert "1.1.0" in sentence


def test_a_custom_definition_is_held_against_the_schema_of_its_template() -> None:
    template = create_template(
        "Payroll",
        actor=AUTHOR,
        dialect=Format.CUSTOM,
        workflow_type="Payroll",
        task_queue="payroll",
        definition_schema={"required": ["channel"]},
    )
    assert check_definition(template, {"channel": "mail"}, "1.0.0") == ()
    assert [pointer for pointer, _ in check_definition(template, {}, "1.0.0")] == [""]


def test_what_cannot_be_kept_is_refused() -> None:
    with pytest.raises(InvalidInput, match="must be a JSON object"):
        check_definition(make_template(), [1], "1.0.0")
