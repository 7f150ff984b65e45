"""Faults (RFC 7807) and their standard types."""

from domain.faults import FaultKind, comparable, fault, sentence_of


def test_a_standard_fault_has_type_status_title_detail_and_instance() -> None:
    assert fault(FaultKind.TIMEOUT, "/do/0/a", "Too slow.").error == {
        "type": "https://open-workflow-specification.org/spec/1.0.0/errors/timeout",
        "status": 408,
        "title": "Timed out",
        "detail": "Too slow.",
        "instance": "/do/0/a",
    }


def test_its_sentence_is_title_and_detail() -> None:
    assert str(fault(FaultKind.COMMUNICATION, "/", "no answer", 503)) == "Communication failed: no answer"
    assert sentence_of({"type": "https://x.example/e"}) == "https://x.example/e"
    assert sentence_of({}) == "Unknown error"


def test_all_spellings_of_a_standard_type_compare_equal_and_others_stay() -> None:
    wanted = FaultKind.RUNTIME.uri
    for host in ("serverlessworkflow.io", "open-workflow-specification.org"):
        for path in ("spec/1.0.0/errors", "dsl/errors/types"):
            assert comparable(f"https://{host}/{path}/runtime") == wanted
    assert comparable("https://x.example/runtime") == "https://x.example/runtime"
    assert comparable(503) == 503
