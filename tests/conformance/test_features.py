"""Our features, on the Temporal server of this run: all scenarios side by side beforehand, then a test for each.

They run twice: as they are, and with workflows that continue as new whenever they can.
"""

from collections.abc import Callable, Mapping
from functools import cache

import pytest

from tests.conformance.runner import Verdict, run_scenarios
from tests.conformance.scenarios import FEATURES, Scenario, read_features

LIMITS = {"whole": None, "continued": 5}
Verdicts = Mapping[Scenario, Verdict]


@pytest.fixture(scope="session")
def verdicts(request: pytest.FixtureRequest, temporal_server_address: str) -> Callable[[str], Verdicts]:
    """What came of the scenarios that were collected, by the name of the limit."""
    functions = [item for item in request.session.items if isinstance(item, pytest.Function)]
    given = [each.callspec.params for each in functions if each.originalname == test_scenario.__name__]

    @cache
    def run(limit: str) -> Verdicts:
        chosen = [each["scenario"] for each in given if each["limit"] == limit]
        scenarios = [each for each in chosen if isinstance(each, Scenario)]
        ran = run_scenarios(scenarios, temporal_server_address, history_limit=LIMITS[limit])
        return {verdict.scenario: verdict for verdict in ran}

    return run


# Temporal's SDK interrupts a workflow that had no processor for 2 s wherever it stands, also where Python forgets a
# weak reference; the workflow task is tried again, and what becomes of the scenario is told all the same.
@pytest.mark.filterwarnings("ignore:Exception ignored in.*WeakSet:pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("scenario", read_features(FEATURES), ids=str)
@pytest.mark.parametrize("limit", LIMITS)
def test_scenario(scenario: Scenario, limit: str, verdicts: Callable[[str], Verdicts]) -> None:
    failure = verdicts(limit)[scenario].failure
    assert failure is None, failure
