"""How the product's errors reach a workflow: trouble that passes is tried again, a refusal is final."""

from collections.abc import Iterator
from contextlib import contextmanager

from temporalio.exceptions import ApplicationError

from domain.errors import DatabaseAway, PointsmanError, TemporalAway
from runtime.contracts import REFUSED_TYPE


@contextmanager
def told() -> Iterator[None]:
    """Turn a PointsmanError of the body into an ApplicationError whose message is its sentence."""
    try:
        yield
    except (DatabaseAway, TemporalAway) as error:
        raise ApplicationError(str(error), type=type(error).__name__) from error
    except PointsmanError as error:
        raise ApplicationError(str(error), type=REFUSED_TYPE, non_retryable=True) from error
