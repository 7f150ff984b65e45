"""`make conformance`: run our features and, with CTK=DIR, the official ones, and tell what came of each scenario."""

import argparse
import os
import sys
from collections.abc import Iterator
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
        verdicts = run_scenarios(chosen, address, lambda verdict: _tell(verdict) or not given.first_failure)
    failed = sum(verdict.failure is not None for verdict in verdicts)
    print(f"{len(verdicts) - failed} passed, {failed} failed", flush=True)
    return 1 if failed or len(verdicts) < len(chosen) else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.conformance", description=__doc__)
    parser.add_argument("--ctk", help="a checkout of the specification: run its features too")
    parser.add_argument("--temporal", help="host:port of a Temporal server; without it, one is started")
    parser.add_argument("--only", default="", help="run scenarios whose feature and name contain this")
    parser.add_argument("--first-failure", action="store_true", help="stop at the first scenario that fails")
    return parser.parse_args()


@contextmanager
def _temporal(address: str | None) -> Iterator[str]:
    if address:
        yield address
        return
    with TemporaryDirectory() as directory, running_temporal(Path(directory)) as server:
        yield server.address


def _tell(verdict: Verdict) -> bool:
    told = "ok    " if verdict.failure is None else "FAILED"
    print(f"{told} {verdict.scenario}", *([] if verdict.failure is None else [f"       {verdict.failure}"]), sep="\n")
    return verdict.failure is None


if __name__ == "__main__":
    code = main()
    sys.stdout.flush()
    os._exit(code)  # threads of Temporal's SDK may abort an interpreter that shuts down (temporalio/sdk-python#300)
