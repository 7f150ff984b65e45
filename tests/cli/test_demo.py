"""The demo's links take what is really sent."""

import json

import pytest

from cli.demo.catalogue import DEFINITIONS, EXPRESSIONS
from domain.definition import check_input
from domain.json_types import JsonObject
from runtime.expressions import evaluate
from tests.chargebee_samples import subscribed

FILING = "annual-filing-USD-Yearly"


@pytest.mark.parametrize(
    "payload",
    [{**subscribed("ev_1", [FILING]), "purchase": {"item_price_id": FILING}}, {"company": "Acme", "year": 2024}],
    ids=["Chargebee's event", "the input itself"],
)
def test_the_link_of_annual_filings_makes_an_input_that_fits(payload: JsonObject) -> None:
    definition = json.loads((DEFINITIONS / "annual-filing" / "1.2.0.json").read_text())
    check_input(evaluate(EXPRESSIONS[FILING], payload, {}), definition)
