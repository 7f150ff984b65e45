"""The beginning of a definition that nobody has written yet."""

import re
import unicodedata

from domain.json_types import JsonObject
from domain.vocabulary import Format

DSL = "1.0.3"
LONGEST_LABEL = 63


def skeleton(name: str, version: str, dialect: Format) -> JsonObject:
    """A valid definition that does nothing much, named after its template; an empty object for a custom format."""
    if dialect is Format.CUSTOM:
        return {}
    return {
        "document": {"dsl": DSL, "namespace": "default", "name": dns_label(name), "version": version, "title": name},
        "do": [{"begin": {"set": {"note": "Replace this task with the first one of the workflow."}}}],
    }


def dns_label(text: str) -> str:
    """``text`` as a DNS label (RFC 1123), as ``document.name`` must be; ``workflow`` if nothing is left."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain)[:LONGEST_LABEL].strip("-") or "workflow"
