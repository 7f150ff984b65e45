"""How often a task may be tried."""

from domain.json_types import JsonObject, JsonValue
from domain.retry_limits import RetryLimit, retry_limit


def tried(retry: JsonValue, **top: JsonValue) -> JsonObject:
    inner: JsonValue = [{"call": {"try": [{"ask": {"set": {}}}], "catch": {"retry": retry}}}]
    return {"do": [{"outer": {"try": inner, "catch": {"retry": {"limit": {"attempt": {"count": 9}}}}}}], **top}


CALL = "/do/0/outer/try/0/call"
ASK = f"{CALL}/try/0/ask"
THREE: JsonObject = {"limit": {"attempt": {"count": 3}}}


def test_retries_come_on_top_of_the_first_attempt() -> None:
    assert retry_limit(tried(THREE), ASK) == RetryLimit(CALL, 4)


def test_a_policy_may_be_named() -> None:
    assert retry_limit(tried("patient", use={"retries": {"patient": THREE}}), ASK) == RetryLimit(CALL, 4)


def test_the_innermost_try_that_retries_counts() -> None:
    assert retry_limit(tried(None), ASK) == RetryLimit("/do/0/outer", 10)


def test_a_policy_without_a_count_has_no_limit() -> None:
    assert retry_limit(tried({"delay": {"seconds": 1}}), ASK) == RetryLimit(CALL, None)


def test_what_nothing_tries_again_or_stands_nowhere_has_none() -> None:
    assert retry_limit({"do": [{"a": {"set": {}}}]}, "/do/0/a") is None
    assert retry_limit({}, "/do/0/a/try/0/b") is None
    assert retry_limit(["odd"], ASK) is None
