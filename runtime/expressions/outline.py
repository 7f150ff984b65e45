"""What of an expression matters to whether it compiles: its outline.

Thousands of expressions of one definition often differ in field names, numbers and texts alone. Replacing these gives
the same outline for all of them, and one compilation of jq answers for all. An outline may be refused where the
expression is not (so a refusal is always asked again with the expression itself), but never the other way round.
"""

import re
from collections.abc import Sequence

_BETWEEN, _MARK = "\x02", "\x01"
"""Stand between the texts, which are read all at once, and in place of a quote; no expression holds them."""
_INTERPOLATION = r'\\\((?:[^()"\\\x02]|\([^()"\\\x02]*\))*\)'
_TEXT = re.compile(rf'"(?:[^"\\\x02]|\\["\\/bfnrt]|{_INTERPOLATION})*"')
_PIECE = re.compile(rf"{_INTERPOLATION}|\\[^(]")
_SPACES = re.compile(r"[\t\r\n][ \t\r\n]*| [ \t\r\n]+")
_FIELD = re.compile(r"\.[A-Za-z_]\w*", re.ASCII)
_NUMBERS = tuple(
    (re.compile(rf"{re.escape(before)}\d{{1,6}}(?:\.\d+)?(?![\w.])", re.ASCII), f"{before}1") for before in " ([,"
)
_LARGE = re.compile(r"\*.*\d(?:[eE]|\d{6})|\d(?:[eE]|\d{6}).*\*", re.ASCII)
"""jq computes ``"a" * 1000000000`` when it compiles: how long the text is matters then."""
_KEYS = tuple((re.compile(rf"{re.escape(before)} ?[A-Za-z_]\w* ?:(?!:)", re.ASCII), f"{before}a:") for before in "{,")
_SLICE = re.compile(r"\[[^\]{}]*,[^\]{}]*:")
_PAIR = re.compile(r"\([^()\x02]*\)")
_OPEN = re.compile(r'[()"]')
_TOKEN = re.compile(r'"|\\\(|\\u[0-9a-fA-F]{4}|\\.|[()#]|[^"\\()#]+', re.DOTALL)
_ESCAPES = frozenset("\\" + letter for letter in '"\\/bfnrt')


def outlines(texts: Sequence[str]) -> list[str | None]:
    """The outline of each; None for a text that must be compiled by itself.

    That is one whose quotes or parentheses do not match, that multiplies by a large number, or that has both a comment
    and a backslash, which in jq may continue the comment on the next line.
    """
    if not texts:
        return []
    cut = _cut(texts)
    distinct = list(dict.fromkeys(cut))
    found = dict(zip(distinct, _outlines(distinct), strict=True))
    return [found[each] for each in cut]


def _cut(texts: Sequence[str]) -> list[str]:
    """The texts without what sets most of them apart: names of fields, and numbers."""
    joined = _FIELD.sub(".a", _BETWEEN.join(map(_plain, texts)))
    for pattern, instead in _NUMBERS:
        joined = pattern.sub(instead, joined)
    return joined.split(_BETWEEN)


def _outlines(plain: Sequence[str]) -> list[str | None]:
    rest = _TEXT.sub(_interpolations, _BETWEEN.join(plain)).split(_BETWEEN)
    clear = [
        _without_text(text) if '"' in each or "#" in each else each for each, text in zip(rest, plain, strict=True)
    ]
    return [
        None if wrong or not _speaks_for_all(short) else short
        for wrong, short in zip(_unclosed(clear), _shortened(clear), strict=True)
    ]


def _speaks_for_all(short: str) -> bool:
    return bool(short) and not ("*" in short and _LARGE.search(short))


def _plain(text: str) -> str:
    return "" if _BETWEEN in text or _MARK in text else text


def _interpolations(match: re.Match[str]) -> str:
    """A text without its words: what is interpolated there (``\\( … )``) stays."""
    found = match.group()
    if "\\(" not in found:
        return _MARK + _MARK
    return _MARK + "".join(each for each in _PIECE.findall(found) if each[1] == "(") + _MARK


def _unclosed(texts: Sequence[str]) -> list[bool]:
    joined, found = _BETWEEN.join(texts), 1
    while found:
        joined, found = _PAIR.subn("", joined)
    return [_OPEN.search(each) is not None for each in joined.split(_BETWEEN)]


def _shortened(texts: Sequence[str]) -> list[str]:
    joined = _SPACES.sub(" ", _BETWEEN.join(texts))
    short = joined.split(_BETWEEN)
    sliced = {index for index, each in enumerate(short) if "[" in each and _SLICE.search(each)}
    for pattern, instead in _KEYS:
        joined = pattern.sub(instead, joined)
    keyed = joined.replace(_MARK, '"').split(_BETWEEN)
    return [short[index].replace(_MARK, '"') if index in sliced else each for index, each in enumerate(keyed)]


class _Reader:
    """Reads an expression piece by piece; ``kept`` is what stands neither in a text nor in a comment."""

    def __init__(self) -> None:
        self.kept: list[str] = []
        self._read = self._code
        self._around: list[int] = []
        self._depth = 0

    def take(self, piece: str) -> bool:
        """Go on by one piece. False when quotes and parentheses do not match."""
        return self._read(piece)

    def is_closed(self) -> bool:
        """True when nothing is left open."""
        return self._read != self._text and not self._depth and not self._around

    def _code(self, piece: str) -> bool:
        if piece == '"':
            self._read, piece = self._text, _MARK
        elif piece == "#":
            self._read = self._comment
            return True
        elif piece == "(":
            self._depth += 1
        elif piece == ")" and self._depth:
            self._depth -= 1
        elif piece == ")":
            if not self._around:
                return False
            self._depth, self._read = self._around.pop(), self._text
        self.kept.append(piece)
        return True

    def _text(self, piece: str) -> bool:
        if piece == "\\(":
            self._around.append(self._depth)
            self._depth, self._read = 0, self._code
        elif piece == '"':
            self._read, piece = self._code, _MARK
        elif piece[0] != "\\" or piece in _ESCAPES or len(piece) > 2:
            return True
        self.kept.append(piece)
        return True

    def _comment(self, piece: str) -> bool:
        """A comment ends with its line."""
        _, newline, rest = piece.partition("\n")
        if newline:
            self._read = self._code
            self.kept.append(f" {rest}")
        return True


def _without_text(text: str) -> str:
    """The same for texts in which texts are interpolated, and for comments; empty when something stays open."""
    if "#" in text and "\\" in text:
        return ""
    reader = _Reader()
    if all(map(reader.take, _TOKEN.findall(text))) and reader.is_closed():
        return "".join(reader.kept)
    return ""
