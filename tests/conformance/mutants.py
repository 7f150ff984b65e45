"""`make mutants`: put deliberate faults in the interpreter, one at a time, and see whether our features notice."""

import argparse
import os
import random
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.servers import running_temporal

ROOT = Path(__file__).parents[2]
LIST = Path(__file__).with_name("mutations")
NEEDED = ("cli", "domain", "migrations", "runtime", "services", "storage", "tests/conformance")
AT_ONCE = 2
MOST_SECONDS = 600
LIMITS: list[list[str]] = [[], ["--history-limit", "5"]]
SURVIVORS_IN = 20
"""One in so many mutants may survive."""


@dataclass(frozen=True)
class Mutant:
    """A text that stands once in a file, and what a mistaken hand would have written instead.

    ``feature`` is the one that should notice; it is tried alone first, so that the mutant is caught sooner.
    """

    what: str
    file: str
    was: str
    becomes: str
    feature: str

    def put_into(self, root: Path) -> None:
        """Change the file in a copy of the packages."""
        path = root / self.file
        path.write_text(path.read_text().replace(self.was, self.becomes))


def read_mutants(directory: Path = LIST) -> list[Mutant]:
    """All mutants, in the order of the files that list them."""
    return [each for path in sorted(directory.glob("*.toml")) for each in _read(tomllib.loads(path.read_text()))]


def _read(listed: dict[str, dict[str, dict[str, str]]]) -> Iterator[Mutant]:
    for file, mutants in listed.items():
        for what, parts in mutants.items():
            yield Mutant(what, file, **parts)


def main() -> int:
    """Gives 0 when at most one mutant in twenty survives, 1 when more do or the features fail without any."""
    parser = argparse.ArgumentParser(prog="python -m tests.conformance.mutants", description=__doc__)
    parser.add_argument("--only", default="", help="try the mutants whose file and words contain this")
    parser.add_argument("--sample", type=int, help="try so many, chosen at random")
    given = parser.parse_args()
    mutants = [each for each in read_mutants() if given.only in f"{each.file} {each.what}"]
    if given.sample is not None:
        mutants = random.sample(mutants, min(given.sample, len(mutants)))
    with TemporaryDirectory() as directory, running_temporal(Path(directory)) as server:
        if told := _noticed(None, server.address):
            print(f"Without any mutant the features do not pass: {told}", flush=True)
            return 1
        survived = _try_all(mutants, server.address)
    print(f"{len(mutants) - survived} caught, {survived} survived", flush=True)
    return 1 if survived * SURVIVORS_IN > len(mutants) else 0


def _try_all(mutants: list[Mutant], address: str) -> int:
    survived = 0
    with ThreadPoolExecutor(AT_ONCE) as pool:
        verdicts = pool.map(lambda mutant: _noticed(mutant, address), mutants)
        for mutant, told in zip(mutants, verdicts, strict=True):
            survived += told is None
            print(f"{mutant.file}: {mutant.what}: {f'caught by {told}' if told else 'SURVIVED'}", flush=True)
    return survived


def _noticed(mutant: Mutant | None, address: str) -> str | None:
    """What noticed the mutant; None for nothing. A crash or a run that does not end counts too.

    Each time the features run twice: as they are, and with workflows that continue as new whenever they can.
    """
    with TemporaryDirectory() as directory:
        copy = _copied(Path(directory))
        if mutant is not None:
            mutant.put_into(copy)
        scopes = [[]] if mutant is None else [["--only", f"{mutant.feature}: "], []]
        failures = (_failure(copy, address, [*scope, *limit]) for scope in scopes for limit in LIMITS)
        return next((failure for failure in failures if failure), None)


def _copied(directory: Path) -> Path:
    for package in NEEDED:
        shutil.copytree(ROOT / package, directory / package)
    for file in ("__init__.py", "servers.py"):
        shutil.copy2(ROOT / "tests" / file, directory / "tests" / file)
    return directory


def _failure(copy: Path, address: str, more: list[str]) -> str | None:
    command = [sys.executable, "-m", "tests.conformance", "--temporal", address, "--first-failure", *more]
    surroundings = {**os.environ, "PYTHONPATH": str(copy)}
    try:
        ran = subprocess.run(
            command, cwd=copy, env=surroundings, capture_output=True, text=True, timeout=MOST_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        return f"no end within {MOST_SECONDS} s"
    if ran.returncode == 0:
        return None
    failed = (line.removeprefix("FAILED ") for line in ran.stdout.splitlines() if line.startswith("FAILED "))
    return next(failed, None) or f"a crash: {(ran.stderr.strip().splitlines() or ['no words'])[-1]}"


if __name__ == "__main__":
    sys.exit(main())
