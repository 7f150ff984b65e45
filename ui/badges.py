"""Statuses as coloured badges with a sign, the same everywhere."""

from enum import StrEnum

from domain.looks import Look, look
from ui.escape import escape


def badge(status: StrEnum | Look, detail: str = "") -> str:
    """A status as a Markdown badge for use inside other Markdown; ``detail`` is appended literally."""
    shown = look(status) if isinstance(status, StrEnum) else status
    text = escape(f"{shown.word} {detail}".strip())
    return f":{shown.tone}-badge[{shown.sign} {text}]"
