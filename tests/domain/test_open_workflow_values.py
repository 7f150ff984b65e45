"""Values of the right shape that make no sense."""

from typing import Any

import pytest

from domain.findings import Rule
from tests.domain.checking import SET, errors, http, person, pointers

INNER = [{"inner": SET}]
LOOP: dict[str, Any] = {"for": {"in": "."}, "do": INNER}


@pytest.mark.parametrize(
    ("task", "pointer"),
    [
        ({"wait": {"days": -1}}, "/wait"),
        ({"wait": "P1M"}, "/wait"),
        ({"wait": {"days": 40_000}}, "/wait"),
        ({**SET, "timeout": {"after": "PT0S"}}, "/timeout/after"),
        ({**SET, "timeout": {"after": {"seconds": 0}}}, "/timeout/after"),
        ({"try": INNER, "catch": {"retry": {"delay": {"seconds": -1}}}}, "/catch/retry/delay"),
        ({"try": INNER, "catch": {"retry": {"limit": {"attempt": {"count": -1}}}}}, "/catch/retry/limit/attempt/count"),
        ({"try": INNER, "catch": {"retry": {"limit": {"duration": "PT0S"}}}}, "/catch/retry/limit/duration"),
        ({"listen": {"to": {"all": []}}}, "/listen/to/all"),
        ({**SET, "input": {"schema": {"document": {"type": "x"}}}}, "/input/schema/document"),
        ({**SET, "output": {"schema": {"document": True}}}, "/output/schema/document"),
        (person(form={"type": "x"}), "/with/form"),
        (person(dueIn={"days": -1}), "/with/dueIn"),
        (person(due="tomorrow"), "/with/due"),
        (person(due="2027-01-01T00:00:00Z", dueIn="P1D"), "/with/due"),
        (http(endpoint="ftp://x.example"), "/with/endpoint"),
        (http(endpoint={"uri": "pets/1"}), "/with/endpoint/uri"),
        (
            http(
                endpoint={"uri": "http://x", "authentication": {"bearer": {"token": "${ .t }"}}},
                headers={"authorization": "${ .t }"},
            ),
            "/with/headers/authorization",
        ),
        ({**LOOP, "metadata": {"pointsman/parallel": "yes"}}, "/metadata/pointsman~1parallel"),
        ({**LOOP, "metadata": {"pointsman/maxConcurrency": 0}}, "/metadata/pointsman~1maxConcurrency"),
        ({**LOOP, "while": ".x", "metadata": {"pointsman/parallel": True}}, "/while"),
        ({**SET, "metadata": {"pointsman/parallel": True}}, "/metadata/pointsman~1parallel"),
        ({**LOOP, "metadata": {"pointsman/paralel": True}}, "/metadata/pointsman~1paralel"),
    ],
)
def test_a_value_that_no_run_could_use_is_told(task: Any, pointer: str) -> None:
    (found,) = errors({"a": task})
    assert (found.rule, found.pointer) == (Rule.VALUE, f"/do/0/a{pointer}")


@pytest.mark.parametrize(
    "task",
    [
        {"wait": {"seconds": 0}},
        {"wait": "${ .pause }"},
        {**SET, "timeout": {"after": "${ .limit }"}},
        person(due="${ .due }"),
        http(endpoint="{base}/pets"),
        {**LOOP, "metadata": {"pointsman/parallel": True, "pointsman/maxConcurrency": 5, "owner/team": "x"}},
    ],
)
def test_a_value_that_makes_sense_or_is_known_later_is_not(task: Any) -> None:
    assert errors({"a": task}) == []


def test_reusable_parts_are_looked_at_as_well() -> None:
    use = {"timeouts": {"t": {"after": "PT0S"}}, "retries": {"r": {"delay": "P1Y"}}}
    assert pointers({"a": SET}, use=use) == ["/use/timeouts/t/after", "/use/retries/r/delay"]
