"""`pointsman diff`: what changed between two versions of a template, or between two files."""

import json
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from domain.diff.comparing import diff
from domain.diff.markdown import summary_markdown
from domain.diff.model import Diff
from domain.diff.patching import patch
from domain.diff.telling.lines import lines_of
from domain.diff.telling.model import RISKS, ChangeLine, Risk
from domain.errors import PointsmanError
from domain.json_types import JsonValue

_COLOURS = {Risk.BREAKING: "31", Risk.BEHAVIOUR: "33", Risk.COSMETIC: "2"}
DIFFERENT, TROUBLE = 1, 2


class Form(StrEnum):
    """How a diff is printed."""

    TEXT = "text"
    JSON_PATCH = "json-patch"
    MARKDOWN = "markdown"


@dataclass(frozen=True)
class Sides:
    """Two definitions, what they are versions of, and what each is called."""

    name: str
    old_name: str
    new_name: str
    old: JsonValue
    new: JsonValue


def diff_versions(
    what: Annotated[list[str], typer.Argument(metavar="TEMPLATE OLD NEW", help="Or two files, as JSON or YAML.")],
    form: Annotated[Form, typer.Option("--format", help="How to print the changes.")] = Form.TEXT,
    colour: Annotated[bool, typer.Option("--colour/--no-colour", help="Colours on a terminal; NO_COLOR, too.")] = True,
) -> None:
    """Tell what changed between two versions of a template (its name or id, and two version numbers), or two files.

    The exit code is 0 when they are the same, 1 when they differ, and 2 when one cannot be read.
    """
    try:
        sides = _sides(what)
    except PointsmanError as error:
        raise _trouble(str(error)) from None
    found = diff(sides.old, sides.new)
    print(_written(sides, found, form, colour=colour and sys.stdout.isatty() and not os.environ.get("NO_COLOR")))
    if found:
        raise typer.Exit(DIFFERENT)


def _sides(what: Sequence[str]) -> Sides:
    if len(what) == 2:
        old, new = what
        return Sides(Path(new).name, old, new, _read(old), _read(new))
    if len(what) != 3:
        raise _trouble("Name a template and two of its versions, or two files.")
    from services.compare_versions import compare_versions  # slow to import, and files need no database

    pair = compare_versions(*what)
    return Sides(pair.name, what[1], what[2], pair.old, pair.new)


def _read(name: str) -> JsonValue:
    from domain.sources import Unreadable, read_source, syntax_of

    try:
        return read_source(Path(name).read_text("utf-8-sig"), name, syntax_of(name)).value
    except OSError as trouble:
        raise _trouble(f"{name}: {trouble.strerror}") from None
    except UnicodeDecodeError:
        raise _trouble(f"{name}: is not UTF-8 text") from None
    except Unreadable as trouble:
        raise _trouble(str(trouble) if name in str(trouble) else f"{name}: {trouble}") from None


def _trouble(sentence: str) -> typer.Exit:
    print(sentence, file=sys.stderr)
    return typer.Exit(TROUBLE)


def _written(sides: Sides, found: Diff, form: Form, *, colour: bool) -> str:
    if form is Form.JSON_PATCH:
        return json.dumps(patch(found), indent=2, ensure_ascii=False)
    lines = lines_of(found, sides.old, sides.new)
    if form is Form.MARKDOWN:
        return summary_markdown(sides.name, sides.old_name, sides.new_name, lines).rstrip("\n")
    return "\n".join(_line(each, colour=colour) for each in lines) or "Nothing differs."


def _line(line: ChangeLine, *, colour: bool) -> str:
    """Its sign of risk and its words."""
    text = f"{RISKS[line.risk].sign} {line.words}".translate(_UNPRINTABLE)
    return f"\x1b[{_COLOURS[line.risk]}m{text}\x1b[0m" if colour else text


_UNPRINTABLE = dict.fromkeys([*range(32), *range(127, 160), *range(0xD800, 0xE000)], "�")
