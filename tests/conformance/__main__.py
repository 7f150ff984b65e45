"""`make conformance`: run our features and, with CTK=DIR, the official ones, and tell what came of each scenario."""

import argparse
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from cli.running.telling import log_briefly
from tests.conformance.runner import Verdict, run_scenarios
from tests.conformance.scenarios import FEATURES, official_features, read_features
from tests.servers import running_temporal


def main() -> int:
    """Gives 0 when every scenario passed, 1 when one failed."""
    given = _arguments()
    log_briefly()
    scenarios = read_features(FEATURES)
    if given.ctk:
        scenarios += read_features(official_features(Path(given.ctk)))
    chosen = [each for each in scenarios if given.only in str(each)]
    with _temporal(given.temporal) as address:
        tell = _telling(given.first_failure)
        verdicts = run_scenarios(chosen, address, tell, given.history_limit)
    failed = sum(verdict.failure is not None for verdict in verdicts)
    print(f"{len(verdicts) - failed} passed, {failed} failed", flush=True)
    return 1 if failed or len(verdicts) < len(chosen) else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.conformance", description=__doc__)
    parser.add_argument("--ctk", help="a checkout of the specification: run its features too")
    parser.add_argument("--temporal", help="host:port of a Temporal server; without it, one is started")
    parser.add_argument("--only", default="", help="run scenarios whose feature and name contain this")
    parser.add_argument("--first-failure", action="store_true", help="stop at the first scenario that fails")
    parser.add_argument("--history-limit", type=int, help="let workflows continue as new after so many events")
    return parser.parse_args()


@contextmanager
def _temporal(address: str | None) -> Iterator[str]:
    if address:
        yield address
        return
    with TemporaryDirectory() as directory, running_temporal(Path(directory)) as server:
        yield server.address


def _telling(first_failure: bool) -> Callable[[Verdict], bool]:
    def tell(verdict: Verdict) -> bool:
        passed = verdict.failure is None
        print(f"{'ok    ' if passed else 'FAILED'} {verdict.scenario}", flush=True)
        if not passed:
            print(f"       {verdict.failure}", flush=True)
        return passed or not first_failure

    return tell


if __name__ == "__main__":
    code = main()
    sys.stdout.flush()
    os._exit(code)  # threads of Temporal's SDK may abort an interpreter that shuts down (temporalio/sdk-python#300)
