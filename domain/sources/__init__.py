"""Sources of definitions: JSON or YAML text, its value, and where in the text each part of it stands."""

from domain.sources.reading import Source, Syntax, read_source, syntax_of
from domain.sources.spots import Unreadable

__all__ = ["Source", "Syntax", "Unreadable", "read_source", "syntax_of"]
