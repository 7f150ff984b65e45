"""What kind of trouble a failure is, so that the right help stands beside it."""

import pytest

from domain.failing import HELP, Trouble, child_named, trouble_of
from domain.faults import FaultKind, fault
from domain.json_types import JsonObject
from domain.vocabulary import RuntimeStatus

CALLS = {
    "GET http://x/ answered 401 Unauthorized": Trouble.DENIED,
    "GET http://x/ answered 404 Not Found": Trouble.NOT_THERE,
    "GET http://x/ answered 422 Unprocessable": Trouble.REFUSED,
    "GET http://x/ answered 429 Too Many Requests": Trouble.BUSY,
    "GET http://x/ answered 500 Internal Server Error": Trouble.SERVER,
    "GET http://x/ answered 503 Service Unavailable": Trouble.SERVER,
    "GET http://x/ answered more than 1,000 bytes.": Trouble.UNUSABLE,
    "GET http://x/ got no answer: the connection failed": Trouble.UNREACHABLE,
    "The worker was lost while POST http://x/ was under way.": Trouble.LOST,
}


@pytest.mark.parametrize("detail", CALLS)
def test_a_call_is_judged_by_what_came_back(detail: str) -> None:
    assert trouble_of(fault(FaultKind.COMMUNICATION, "/do/0/a", detail).error) is CALLS[detail]


def test_a_late_answer_is_a_timeout_however_it_is_told() -> None:
    late = fault(FaultKind.COMMUNICATION, "/do/0/a", "GET http://x/ did not answer within 30 s.", 504)
    assert trouble_of(late.error) is Trouble.TIMEOUT
    assert trouble_of(fault(FaultKind.TIMEOUT, "/do/0/a", "Too slow").error) is Trouble.TIMEOUT


def test_an_error_of_the_authors_own_was_decided() -> None:
    raised: JsonObject = {"type": "https://acme.example/no", "instance": "/do/0/no"}
    assert trouble_of(raised) is Trouble.DECIDED


def test_a_sub_workflow_that_did_not_end_by_itself_is_named() -> None:
    told = fault(FaultKind.RUNTIME, "/do/0/a", "The sub-workflow c123 was cancelled.").error
    assert (trouble_of(told), child_named(told)) == (Trouble.CANCELED, "c123")
    assert child_named(fault(FaultKind.RUNTIME, "/do/0/a", "The sub-workflow failed").error) is None


def test_without_an_error_the_runtime_status_tells() -> None:
    assert trouble_of(None, RuntimeStatus.TERMINATED) is Trouble.TERMINATED
    assert trouble_of(None, RuntimeStatus.FAILED) is Trouble.UNKNOWN


def test_an_error_of_any_shape_has_its_help() -> None:
    odd: list[JsonObject] = [{"title": None}, {"detail": 7, "type": []}, {"type": "x", "status": "y"}]
    assert {trouble_of(each) for each in odd} == {Trouble.UNKNOWN}
    assert set(HELP) == set(Trouble)
