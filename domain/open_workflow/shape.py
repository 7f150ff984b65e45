"""What every reader of a definition shares: pointers and expressions."""

from domain.json_types import JsonValue


def expression_in(text: str) -> str | None:
    """The expression inside ``${ … }`` when that is the whole text, else None (specification: *strict* mode)."""
    whole = text.strip()
    return whole[2:-1] if whole.startswith("${") and whole.endswith("}") and len(whole) > 3 else None


def is_expression(value: JsonValue) -> bool:
    """True for text that is one whole ``${ … }``."""
    return type(value) is str and "${" in value and expression_in(value) is not None


def below(pointer: str, step: str) -> str:
    """The JSON Pointer of a member (RFC 6901 escapes)."""
    if "/" in step or "~" in step:
        step = step.replace("~", "~0").replace("/", "~1")
    return f"{pointer}/{step}"
