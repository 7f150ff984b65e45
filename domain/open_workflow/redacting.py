"""Texts of a definition as people may see them: without the credentials that an address in them carries."""

import re

from domain.open_workflow.expressions import is_secret

HIDDEN = "⟦hidden⟧"
_USER_INFO = re.compile(r"(?<=//)[^/?#@\s\"]+@")
_PARAMETER = re.compile(r"(?<=[?&])([\w.-]+)=[^&#\s\"]+")


def unsecret(text: str) -> str:
    """``text`` without the credentials that an address in it carries."""
    bare = _USER_INFO.sub(f"{HIDDEN}@", text) if "@" in text else text
    if "=" not in bare:
        return bare
    return _PARAMETER.sub(lambda found: f"{found[1]}={HIDDEN}" if is_secret(found[1]) else found[0], bare)
