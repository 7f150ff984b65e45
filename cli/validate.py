"""`pointsman validate FILE…`: are definitions valid, for continuous integration and for editors."""

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from domain.findings import Finding
from domain.json_types import JsonObject

_SUFFIXES = (".json", ".yaml", ".yml")


class Form(StrEnum):
    """How findings are printed."""

    TEXT = "text"
    JSON = "json"


@dataclass(frozen=True)
class Verdict:
    """What was found in one file."""

    name: str
    findings: tuple[Finding, ...]

    def fails(self, strict: bool) -> bool:
        """True when the file is not valid; with ``strict``, also when there is a warning."""
        return any(each.is_error or strict for each in self.findings)


def validate(
    files: Annotated[list[str], typer.Argument(help="Definitions, as JSON or YAML; - is standard input.")],
    others: Annotated[
        list[Path] | None, typer.Option("--with", help="A directory of definitions that these may run.")
    ] = None,
    form: Annotated[Form, typer.Option("--format", help="How to print what is found.")] = Form.TEXT,
    strict: Annotated[bool, typer.Option("--strict", help="Let warnings fail, too.")] = False,
) -> None:
    """Check definitions of Open Workflow as publishing does, without a database or Temporal.

    Whether the workflows that a definition runs are there is checked among the files and in the directories after
    --with; with one file alone it is not. The exit code is 0 when all are valid, 1 when one is not, and 2 when a file
    cannot be read.
    """
    texts = [(name, _read(name)) for name in files]
    verdicts = _verdicts(texts, [_read_directory(each) for each in others or []])
    if form is Form.JSON:
        print(json.dumps([_as_json(each) for each in verdicts], indent=2, ensure_ascii=False))
    else:
        _print_lines(verdicts)
    if any(each.fails(strict) for each in verdicts):
        raise typer.Exit(1)


def _verdicts(texts: Sequence[tuple[str, str]], others: Sequence[Sequence[tuple[str, str]]]) -> list[Verdict]:
    from cli.parts.definitions import Shelf, judge  # slow to import, and only this command needs it

    shelf = Shelf.of([*texts, *(each for directory in others for each in directory)])
    may_look = len(texts) > 1 or bool(others)
    return [Verdict(name, judge(name, text, shelf.find if may_look else None)) for name, text in texts]


def _read(name: str) -> str:
    try:
        content = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
        return content.decode("utf-8-sig")
    except OSError as trouble:
        print(f"{name}: {trouble.strerror}", file=sys.stderr)
    except UnicodeDecodeError:
        print(f"{name}: is not UTF-8 text", file=sys.stderr)
    raise typer.Exit(2)


def _read_directory(directory: Path) -> list[tuple[str, str]]:
    if not directory.is_dir():
        print(f"{directory}: is no directory", file=sys.stderr)
        raise typer.Exit(2)
    found = sorted(path for path in directory.rglob("*") if path.suffix.lower() in _SUFFIXES and path.is_file())
    return [(str(path), _read(str(path))) for path in found]


def _print_lines(verdicts: Sequence[Verdict]) -> None:
    for verdict in verdicts:
        for each in verdict.findings:
            print(each.line(verdict.name))
    errors = sum(each.is_error for verdict in verdicts for each in verdict.findings)
    warnings = sum(len(verdict.findings) for verdict in verdicts) - errors
    valid = sum(not verdict.fails(False) for verdict in verdicts)
    print(f"{valid} of {len(verdicts)} valid; errors: {errors}, warnings: {warnings}", file=sys.stderr)


def _as_json(verdict: Verdict) -> JsonObject:
    return {
        "file": verdict.name,
        "valid": not verdict.fails(False),
        "findings": [
            {
                "severity": each.severity.value,
                "rule": each.rule.value,
                "line": each.place.line if each.place else None,
                "column": each.place.column if each.place else None,
                "pointer": each.pointer,
                "message": each.message,
                "allowed": each.allowed,
                "suggestion": each.suggestion,
            }
            for each in verdict.findings
        ],
    }
