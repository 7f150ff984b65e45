"""Our features, on the Temporal server of this run: all scenarios side by side beforehand, then a test for each."""

from collections.abc import Mapping

import pytest

from tests.conformance.runner import Verdict, run_scenarios
from tests.conformance.scenarios import FEATURES, Scenario, read_features


@pytest.fixture(scope="session")
def verdicts(request: pytest.FixtureRequest, temporal_server_address: str) -> Mapping[Scenario, Verdict]:
    """What came of the scenarios that were collected."""
    functions = [item for item in request.session.items if isinstance(item, pytest.Function)]
    ours = [each.callspec.params["scenario"] for each in functions if each.originalname == test_scenario.__name__]
    chosen = [scenario for scenario in ours if isinstance(scenario, Scenario)]
    return {verdict.scenario: verdict for verdict in run_scenarios(chosen, temporal_server_address)}


@pytest.mark.parametrize("scenario", read_features(FEATURES), ids=str)
def test_scenario(scenario: Scenario, verdicts: Mapping[Scenario, Verdict]) -> None:
    failure = verdicts[scenario].failure
    assert failure is None, failure
