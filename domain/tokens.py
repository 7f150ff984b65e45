"""Secrets of the HTTP API's tokens: 256 random bits behind a prefix that scanners of leaked secrets can look for."""

import hashlib
import re
import secrets

_SECRET = re.compile(r"pmt_[0-9a-f]{64}", re.ASCII)


def new_secret() -> str:
    """Make the secret of a token: ``pmt_`` and 64 hexadecimal digits."""
    return f"pmt_{secrets.token_hex(32)}"


def is_secret(text: str) -> bool:
    """True for a text that could be a secret; any other needs no look into the database."""
    return _SECRET.fullmatch(text) is not None


def digest_of(secret: str) -> bytes:
    """What is kept of a secret. Plain SHA-256: nobody guesses 256 random bits, so that nothing need slow it down."""
    return hashlib.sha256(secret.encode()).digest()
