"""The beginning of a definition that nobody has written yet."""

import pytest

from domain.definition import check_publishable
from domain.skeleton import dns_label, skeleton
from domain.vocabulary import Format

NAMES = ["GST registration", "  ", "日本の会社", "<b>x</b> 🚀", "a" * 200, "-- x --", "Gehälter 2026"]


@pytest.mark.parametrize("name", NAMES)
def test_an_empty_open_workflow_definition_can_be_published(name: str) -> None:
    definition = skeleton(name, "1.0.0", Format.OPEN_WORKFLOW)
    assert check_publishable(definition, "1.0.0", Format.OPEN_WORKFLOW) == definition


def test_a_custom_definition_begins_as_an_empty_object() -> None:
    assert skeleton("Payroll", "1.0.0", Format.CUSTOM) == {}


@pytest.mark.parametrize(
    ("name", "label"), [("GST registration", "gst-registration"), ("Gehälter", "gehalter"), ("日本", "workflow")]
)
def test_a_name_becomes_a_dns_label(name: str, label: str) -> None:
    assert dns_label(name) == label
