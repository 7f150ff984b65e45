"""How large a start may be, measured as Temporal's converter sends it."""

import pytest
from temporalio.converter import JSONPlainPayloadConverter

from domain.errors import InvalidInput
from domain.json_types import JsonValue
from domain.sending import LARGEST_START, check_start_size, sent_size


@pytest.mark.parametrize("value", [None, 1.5, 'é 👩‍👩‍👧 \x7f " \\ \n', {"b": [1, {}], "a": "مرحبا"}])
def test_a_value_is_measured_as_temporals_converter_writes_it(value: JsonValue) -> None:
    payload = JSONPlainPayloadConverter().to_payload(value)
    assert payload is not None
    assert sent_size(value) == len(payload.data)


def test_parts_that_fit_together_pass() -> None:
    check_start_size({"definition": "x" * (LARGEST_START - 14), "input": "x" * 10})


def test_one_byte_more_is_refused_with_all_sizes_and_the_limit() -> None:
    with pytest.raises(InvalidInput, match=r"2,080,769 bytes .* \(definition 2,080,757, input 12\), .* 2,080,768 are"):
        check_start_size({"definition": "x" * (LARGEST_START - 13), "input": "x" * 10})
