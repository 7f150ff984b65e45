"""The CREATED row is the outbox: what Temporal does not take now, the dispatcher starts later, once."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import Connection

from domain.vocabulary import ExecutionStatus
from services.get_execution import get_execution
from tests.factories import make_active, make_template, start


@pytest.fixture
def template(database: Connection) -> str:
    """A template that can start."""
    found = make_template()
    make_active(found)
    return found


@pytest.mark.usefixtures("temporal_away")
def test_a_start_while_temporal_is_away_is_created_with_its_next_attempt(template: str) -> None:
    receipt = start(template)
    found = get_execution(receipt.execution_id or "")
    assert (receipt.outcome, found.status, found.start_attempts) == (None, ExecutionStatus.CREATED, 1)
    assert found.next_attempt_at is not None
    assert found.next_attempt_at > datetime.now(UTC)
