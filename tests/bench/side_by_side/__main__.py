"""`make beside`: the same steps in Pointsman and in the consoles of other orchestrators, one product after the other.

What is installed and filled is kept in the folder that POINTSMAN_SIDE_BY_SIDE names. The terms are in
docs/benchmarks.md.
"""

import argparse
import os
import sys
import time
from importlib import import_module
from pathlib import Path
from tempfile import gettempdir

from playwright.sync_api import Browser

from cli.running.telling import log_briefly
from tests.bench.side_by_side.clock import ROUNDS, Times, measure
from tests.bench.side_by_side.places import Places, places_in
from tests.bench.side_by_side.report import keep, table, verdicts
from tests.bench.side_by_side.steps import Product, Step
from tests.journeys.conftest import launched

PRODUCTS = ("pointsman", "temporal_ui", "prefect", "airflow", "dagster")
SCRATCH = Path(os.environ.get("POINTSMAN_SIDE_BY_SIDE") or Path(gettempdir()) / "side-by-side")


def main() -> int:
    """Gives 0 when ours is the fastest everywhere and within its bars, else 1."""
    given = _arguments()
    log_briefly()
    found: list[str] = []
    with places_in(SCRATCH) as places, launched() as browser:
        for rows in given.rows:
            figures = {}
            for name in given.only:
                product = import_module(f"tests.bench.side_by_side.{name}")
                figures[product.NAME] = _measured(product, places, browser, rows, given.rounds)
            print(f"\n{rows:,} runs\n\n{table(figures)}", flush=True)
            keep(figures, SCRATCH / f"figures-{rows}.json")
            found += [f"{rows:,} runs, {each}" for each in verdicts(figures)]
    print("\n".join(["", *found]) if found else "\nOurs is the fastest everywhere and within its bars.", flush=True)
    return 1 if found else 0


def _measured(product: Product, places: Places, browser: Browser, rows: int, rounds: int) -> dict[Step, Times]:
    began = time.perf_counter()
    with product.serving(places, rows) as steps:
        ready = time.perf_counter()
        times = measure(browser, steps, rounds)
    took, load = time.perf_counter() - ready, os.getloadavg()[0]
    print(f"{product.NAME}: ready in {ready - began:.0f} s, measured in {took:.0f} s, load {load:.1f}", flush=True)
    for step, taken in times.items():
        told = " ".join(f"{each:.2f}" for each in taken.seconds)
        print(f"  {step}: {told} {taken.trouble}", flush=True)
    return times


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.side_by_side", description=__doc__)
    parser.add_argument("--rows", type=_numbers, default=[100_000], help="how many runs, such as 10000,100000")
    parser.add_argument("--only", type=lambda text: text.split(","), default=PRODUCTS, help=", ".join(PRODUCTS))
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="that count; one more warms up")
    return parser.parse_args()


def _numbers(text: str) -> list[int]:
    return [int(each) for each in text.split(",")]


if __name__ == "__main__":
    code = main()
    sys.stdout.flush()
    os._exit(code)  # threads of Temporal's SDK may abort an interpreter that shuts down (temporalio/sdk-python#300)
