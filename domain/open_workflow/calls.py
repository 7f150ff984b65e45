"""The functions that ``call`` knows without a definition of its own."""

HUMAN_TASK = "human-task:1.0.0@default"
"""A task for a person (the specification's syntax for a function of the runtime's own catalog)."""
CALLS = ("http", "openapi", HUMAN_TASK)
UNSUPPORTED_CALLS = ("asyncapi", "grpc", "a2a", "mcp")


def is_foreign(called: str) -> bool:
    """True for a call that the language has and Pointsman does not run, also of a catalog or an address."""
    return called in UNSUPPORTED_CALLS or "://" in called or ("@" in called and not called.startswith("human-task"))
