"""The dispatcher of retries: takes on those that their first process did not finish."""

from services._retries import carry_out


def dispatch_retries() -> int:
    """Let each due retry go on, what is waited for before what waits, and return how many were tried.

    Claims skip rows that another dispatcher holds and are leased for a minute. Raises: DatabaseAway.
    """
    return carry_out()
