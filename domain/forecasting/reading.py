"""What a jq expression reads: its data, and which of the runtime arguments.

A reading is careful: an expression counts as reading its data unless every place that could do so is seen to read
something else, such as the left side of a pipe. Variables, literals, operators, calls on the right of a pipe and
parentheses are understood; anything else reads the data.
"""

import re
from functools import lru_cache

_TOKEN = re.compile(
    r"""\s+
    |(?P<text>"(?:[^"\\]|\\[^(])*")
    |(?P<number>\d+(?:\.\d+)?)
    |(?P<variable>\$[A-Za-z_]\w*)
    |(?P<field>\.[A-Za-z_]\w*|\.(?=\[))
    |(?P<word>[A-Za-z_]\w*)
    |(?P<operator>==|!=|<=|>=|//|[-+*/%<>,:?])
    |(?P<pipe>\|(?!=))
    |(?P<open>[(\[{])|(?P<close>[)\]}])|(?P<next>;)
    |(?P<other>.)""",
    re.VERBOSE | re.ASCII | re.DOTALL,
)
_MENTION = re.compile(r"\$([A-Za-z_]\w*)(?:\.([A-Za-z_]\w*))?", re.ASCII)
_PLAIN_WORDS = frozenset({"and", "or", "true", "false", "null"})
_HARD_WORDS = frozenset({"as", "if", "def", "reduce", "foreach", "label", "try", "import", "include"})


@lru_cache(maxsize=2048)
def reads_data(program: str) -> bool:
    """True unless the expression gives the same whatever data it is evaluated on."""
    reading = _Reading()
    return not all(reading.take(found.lastgroup, found.group()) for found in _TOKEN.finditer(program))


@lru_cache(maxsize=2048)
def mentions(program: str) -> frozenset[tuple[str, str]]:
    """The variables in the expression, each with the attribute that is taken of it, empty where it is none."""
    return frozenset(_MENTION.findall(program))


class _Reading:
    """``piped`` is true where the input at hand is what stands left of a pipe, and not the data."""

    def __init__(self) -> None:
        self._piped = False
        self._around: list[bool] = []
        self._after_term = False

    def take(self, kind: str | None, piece: str) -> bool:
        """Go on by one piece; False when it reads the data, or may."""
        if kind is None:
            return True
        after_term, self._after_term = self._after_term, False
        if kind in ("text", "number", "variable"):
            self._after_term = True
            return True
        if kind == "field":
            self._after_term = True
            return after_term or self._piped
        if kind == "word":
            return self._word(piece)
        if kind == "operator":
            self._after_term = piece == "?" and after_term
            return True
        return self._structure(kind, piece, after_term)

    def _word(self, piece: str) -> bool:
        self._after_term = piece not in ("and", "or")
        return piece not in _HARD_WORDS and (piece in _PLAIN_WORDS or self._piped)

    def _structure(self, kind: str, piece: str, after_term: bool) -> bool:
        if kind == "pipe":
            self._piped = True
        elif kind == "open":
            self._around.append(self._piped)
            return piece != "{" or self._piped
        elif kind == "close" and self._around:
            self._piped = self._around.pop()
            self._after_term = True
        elif kind == "next" and self._around:
            self._piped = self._around[-1]
        else:
            return self._piped and piece == "." and not after_term
        return True
