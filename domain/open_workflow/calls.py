"""The functions that ``call`` knows without a definition of its own."""

HUMAN_TASK = "human-task:1.0.0@default"
"""A task for a person (the specification's syntax for a function of the runtime's own catalog)."""
CALLS = ("http", "openapi", HUMAN_TASK)
UNSUPPORTED_CALLS = ("asyncapi", "grpc", "a2a", "mcp")
