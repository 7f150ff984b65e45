"""Gherkin features as scenarios: background and outlines are resolved, comments are gone."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gherkin.parser import Parser
from gherkin.pickles.compiler import Compiler

FEATURES = Path(__file__).with_name("features")


@dataclass(frozen=True)
class Step:
    """One line of a scenario without its keyword, with the text in quotation marks below it."""

    text: str
    doc: str | None


@dataclass(frozen=True)
class Scenario:
    """One scenario. Outlines give one for each row, numbered in its name."""

    feature: str
    name: str
    steps: tuple[Step, ...]

    def __str__(self) -> str:
        return f"{self.feature}: {self.name}"


def read_features(directory: Path) -> list[Scenario]:
    """The scenarios of all features in a directory, in the order of the file names."""
    scenarios = [each for path in sorted(directory.glob("*.feature")) for each in _read(path)]
    names = [str(each) for each in scenarios]
    if not scenarios or len(set(names)) < len(names):
        twice = sorted({name for name in names if names.count(name) > 1})
        raise ValueError(f"{directory} has no scenarios" if not names else f"These names are there twice: {twice}")
    return scenarios


def official_features(checkout: Path) -> Path:
    """Where the official features are in a checkout of the specification, or of its folder `ctk`."""
    found = [
        each for each in (checkout / "ctk/features", checkout / "features", checkout) if any(each.glob("*.feature"))
    ]
    if not found:
        raise ValueError(f"There are no features below {checkout}. Name a checkout of the specification.")
    return found[0]


def _read(path: Path) -> Iterator[Scenario]:
    document, rows = Parser().parse(path.read_text()), Counter[str]()
    for pickle in Compiler().compile({**document, "uri": path.name}):
        outline, *row = pickle["astNodeIds"]
        rows[outline] += 1
        name = f"{pickle['name']} ({rows[outline]})" if row else pickle["name"]
        yield Scenario(path.stem, name, tuple(_step(step) for step in pickle["steps"]))


def _step(step: Mapping[str, Any]) -> Step:
    return Step(step["text"], step.get("argument", {}).get("docString", {}).get("content"))
