"""Whether an expression reads its data is told carefully: never "no" where it does."""

import pytest

from domain.forecasting.reading import reads_data


@pytest.mark.parametrize(
    "program",
    [
        "$context.country",
        '$context.country == "IN"',
        "$workflow.input.items | length > 3",
        "($input.items | length) > 3 and ($context.vip | not)",
        '$workflow.input.name | test("^A"; "i")',
        "$workflow.input.items[0].price * 2",
        '[$context.a, 1, "x"] | any(. == 1)',
        "$context.a // false",
        "true",
    ],
)
def test_what_only_reads_arguments_does_not_read_data(program: str) -> None:
    assert not reads_data(program)


@pytest.mark.parametrize(
    "program",
    [
        ".",
        ".country",
        ".items | length",
        "length > 3",
        "$context.a == .b",
        "($context.a | length) > (.b | length)",
        "$context[.key]",
        "{a: 1}",
        "{country}",
        "$context.a as $x | .b == $x",
        "if $context.a | not then .b else 1 end",
        '"\\(.name)" == $context.name',
        "$context.a, (.b | length)",
        "reduce $context.a[] as $x (.; . + $x)",
        "keys",
        ". as $x | $x",
        "[.[] | $context.a]",
        "$context.f | test(.a) , 1 # .b",
        "$context.a += .b",
        "@json",
    ],
)
def test_what_may_read_data_is_said_to_read_it(program: str) -> None:
    assert reads_data(program)
