"""What a request to a child is, and how much time it may take."""

from dataclasses import dataclass
from functools import cached_property

BUDGET_SECONDS = 1.0
"""Time for one expression or schema."""
WHOLE_SECONDS = 1.8
"""The same with the wait for a free child, and of all expressions of one turn of a workflow together. It stays below
the 2 s after which Temporal takes a workflow that does not pause for a deadlock."""
LEAST_SECONDS = 0.05


class BudgetExceeded(Exception):
    """An expression or schema took too much time or memory. It fails the workflow task, which Temporal tries again."""


@dataclass(frozen=True)
class Request:
    """``verb`` and ``about`` say what to do (see `child`), ``payload`` is the data; both JSON texts on one line.

    ``told`` is how a sentence about it begins and ends.
    """

    verb: str
    about: str
    payload: str
    told: tuple[str, str]

    @cached_property
    def sent(self) -> bytes:
        """The two lines."""
        return f"{self.verb} {self.about}\n{self.payload}\n".encode()
