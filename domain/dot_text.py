"""Names that anybody may have chosen, as text that cannot break out of a graph in DOT."""

import re
from html import escape
from urllib.parse import quote

from domain.errors import shorten

_UNDRAWABLE = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]+")


def drawable(text: str) -> str:
    """``text`` without what no drawing can show: control characters, overrides of direction, broken characters."""
    return _UNDRAWABLE.sub(" ", text).strip()


def in_label(text: str, limit: int) -> str:
    """``text`` inside a label in HTML, shortened to ``limit`` characters; DOT reads a backslash even there."""
    return escape(shorten(drawable(text), limit)).replace("\\", "\\\\")


def quoted(text: str) -> str:
    """``text`` as a quoted attribute, such as a tooltip."""
    return '"' + drawable(text).replace("\\", "\\\\").replace('"', '\\"') + '"'


def node_name(key: str) -> str:
    """An id as the quoted name of a node."""
    return f'"{node_key(key)}"'


def node_key(key: str) -> str:
    """An id percent-encoded, slashes as they are: a name that begins with a percent sign is none in DOT."""
    return quote(key, safe="/", errors="replace")
