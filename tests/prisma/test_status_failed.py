"""What a Prisma client does with FAILED, which the seed's text lists and its enum forgot (docs/decisions)."""

from datetime import UTC, datetime

import pytest

from domain.vocabulary import RuntimeStatus
from services.get_execution import get_execution
from services.report_execution import report_ended
from tests.factories import make_active, make_template, start
from tests.prisma.conftest import WITH_FAILED, Backend, BackendRefused

RENAME = "prisma.workflowExecution.update({where: {id: '%s'}, data: {name: 'Renamed'}})"
NOT_IN_ENUM = "Value 'FAILED' not found in enum 'WorkflowExecutionStatus'"


@pytest.fixture
def failed(backend: Backend) -> str:
    """An execution that failed, beside one that did not."""
    template = make_template()
    make_active(template)
    start(template)
    execution = start(template).execution_id or ""
    report_ended(execution, "run-1", RuntimeStatus.FAILED, datetime.now(UTC), None)
    return execution


@pytest.mark.usefixtures("failed")
def test_a_client_without_failed_cannot_read_any_list_that_holds_such_a_row(backend: Backend) -> None:
    with pytest.raises(BackendRefused, match=NOT_IN_ENUM) as refused:
        backend("prisma.workflowExecution.findMany()")
    assert refused.value.code == "P2023"


def test_a_client_without_failed_reads_every_other_column_of_it(backend: Backend, failed: str) -> None:
    assert backend(
        f"prisma.workflowExecution.findUnique({{where: {{id: '{failed}'}}, select: {{id: true, name: true}}}})"
    ) == {"id": failed, "name": "US company incorporation"}


@pytest.mark.usefixtures("failed")
def test_a_client_without_failed_reads_the_others_by_naming_their_statuses(backend: Backend) -> None:
    named = "['CREATED', 'STARTED', 'FAILED_TO_START', 'COMPLETED']"
    found = backend(f"prisma.workflowExecution.findMany({{where: {{status: {{in: {named}}}}}}})")
    assert isinstance(found, list)
    assert len(found) == 1


def test_a_write_of_a_client_without_failed_is_told_as_an_error_although_it_was_made(
    backend: Backend, failed: str
) -> None:
    with pytest.raises(BackendRefused, match=NOT_IN_ENUM):
        backend(RENAME % failed)
    assert get_execution(failed).name == "Renamed"


def test_a_client_with_the_one_line_more_reads_and_writes_it(backend: Backend, failed: str) -> None:
    mended = Backend(backend.database_url, WITH_FAILED)
    found = mended("prisma.workflowExecution.findMany({where: {status: 'FAILED'}})")
    assert isinstance(found, list)
    assert [row["id"] for row in found if isinstance(row, dict)] == [failed]
    mended(RENAME % failed)
    assert get_execution(failed).name == "Renamed"
