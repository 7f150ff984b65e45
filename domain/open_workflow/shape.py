"""What the checks of all parts of a definition share."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from difflib import get_close_matches

from domain.json_types import JsonObject, JsonValue

_EXPRESSION = re.compile(r"\s*\$\{(.+)\}\s*", re.DOTALL)


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong: where (JSON Pointer, RFC 6901) and a sentence."""

    pointer: str
    message: str


def unsupported(pointer: str, name: str) -> Problem:
    """Reject by name what the language has and Pointsman does not run."""
    return Problem(pointer, f"“{name}” is not supported by Pointsman.")


def known_keys(value: JsonObject, pointer: str, known: Collection[str], where: str) -> Iterator[Problem]:
    """One problem for each key of ``value`` that ``where`` does not have."""
    for key in value:
        if key not in known:
            hint = "".join(f" Did you mean “{near}”?" for near in get_close_matches(key, known, 1))
            yield Problem(below(pointer, key), f"{where} has no property “{key[:60]}”.{hint}")


def expression_in(text: str) -> str | None:
    """The expression inside ``${ … }`` when that is the whole text, else None (specification: *strict* mode)."""
    match = _EXPRESSION.fullmatch(text)
    return match.group(1) if match else None


def is_expression(value: JsonValue) -> bool:
    """True for text that is one whole ``${ … }``."""
    return isinstance(value, str) and expression_in(value) is not None


def below(pointer: str, step: str) -> str:
    """The JSON Pointer of a member (RFC 6901 escapes)."""
    return f"{pointer}/{step.replace('~', '~0').replace('/', '~1')}"


def text_problem(value: JsonObject, key: str, pointer: str) -> Iterator[Problem]:
    """A problem when the expression under ``key`` is there and is no text."""
    if key in value and not (isinstance(value[key], str) and str(value[key]).strip()):
        yield Problem(f"{pointer}/{key}", "must be an expression, as text.")
