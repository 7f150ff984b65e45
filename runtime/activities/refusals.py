"""How the product's errors reach a workflow: trouble that passes is tried again, a refusal is final."""

from collections.abc import Iterator
from contextlib import contextmanager

from temporalio import activity
from temporalio.exceptions import ApplicationError, ApplicationErrorCategory

from domain.errors import DatabaseAway, PointsmanError, TemporalAway
from runtime.contracts import REFUSED_TYPE


@contextmanager
def told() -> Iterator[None]:
    """Turn a PointsmanError of the body into an ApplicationError whose message is its sentence."""
    try:
        yield
    except PointsmanError as error:
        passes = isinstance(error, DatabaseAway | TemporalAway)
        activity.logger.warning(str(error))
        raise ApplicationError(
            str(error),
            type=type(error).__name__ if passes else REFUSED_TYPE,
            non_retryable=not passes,
            category=ApplicationErrorCategory.BENIGN,
        ) from None
