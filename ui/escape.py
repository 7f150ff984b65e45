"""Untrusted text as literal text wherever Streamlit reads Markdown."""

import re

_SIGNS = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~$:&^=/\"'])")
_AUTOLINKS = re.compile(r"(?i)://|www\.|@|mailto:|xmpp:")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f]+")
_WORD_JOINER = "\u2060"


def escape(text: object) -> str:
    """``text`` so that a label, toast, alert or Markdown cell shows it letter by letter.

    Markdown signs, HTML, directives, emoji shortcodes and automatic links all lose their meaning, so that nothing in
    a name makes the browser fetch anything. Line breaks and control characters become spaces.
    """
    flat = _CONTROLS.sub(" ", str(text))
    unlinked = _AUTOLINKS.sub(lambda found: found[0][0] + _WORD_JOINER + found[0][1:], flat)
    return _SIGNS.sub(r"\\\1", unlinked)
