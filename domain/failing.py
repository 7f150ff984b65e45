"""What kind of trouble a failure is, and what usually helps."""

import re
from enum import StrEnum

from domain.faults import FaultKind, comparable
from domain.json_types import JsonObject, JsonValue
from domain.vocabulary import RuntimeStatus


class Trouble(StrEnum):
    """Kinds of failures that want different help."""

    UNREACHABLE = "UNREACHABLE"
    LOST = "LOST"
    DENIED = "DENIED"
    NOT_THERE = "NOT_THERE"
    BUSY = "BUSY"
    REFUSED = "REFUSED"
    SERVER = "SERVER"
    UNUSABLE = "UNUSABLE"
    TIMEOUT = "TIMEOUT"
    EXPRESSION = "EXPRESSION"
    VALIDATION = "VALIDATION"
    CONFIGURATION = "CONFIGURATION"
    DECIDED = "DECIDED"
    CANCELED = "CANCELED"
    TERMINATED = "TERMINATED"
    NOT_STARTED = "NOT_STARTED"
    UNKNOWN = "UNKNOWN"


HELP = {
    Trouble.UNREACHABLE: "The service gave no answer: its address is wrong, it is down, or the network keeps it away. "
    "Look whether others reach it; once it answers, retry it. A retry in the definition bridges short gaps.",
    Trouble.LOST: "A worker was lost in the middle of a call, which may have been done. Look at the other side first, "
    "and retry it only when it was not.",
    Trouble.DENIED: "The service does not know the caller, or does not allow it. Look whether the secret expired or "
    "was changed, and whether the account may do this; then retry it.",
    Trouble.NOT_THERE: "The service has no such thing. Mostly an id in the input is wrong, or was deleted there: hold "
    "it against the last good run. Otherwise the address in the definition is wrong.",
    Trouble.BUSY: "The service asks for fewer requests. Retry it later; a retry with a growing delay in the "
    "definition helps for good.",
    Trouble.REFUSED: "The service understood the request and refuses it: the same request will be refused again. "
    "Correct what the task sent, which stands in its input, and start again.",
    Trouble.SERVER: "The service itself failed. That often passes: look whether it works again, then retry it. "
    "A retry in the definition bridges short ones.",
    Trouble.UNUSABLE: "The service answered with what cannot be used: too much, or not of the format that it names. "
    "Look at what it answers to the same request; ask for less, or take it as raw text, in a new version.",
    Trouble.TIMEOUT: "It took longer than its limit allows. Look whether what it waited for is slow or never came; "
    "then retry it, or give it more time in a new version.",
    Trouble.EXPRESSION: "An expression of the definition met data that it does not expect. Compare the task’s input "
    "with the last good run; then correct the input, or the expression in a new version.",
    Trouble.VALIDATION: "The data does not fit the schema that the definition gives. The sentence names the place: "
    "correct the input there, or the schema in a new version.",
    Trouble.CONFIGURATION: "The definition asks for something that is not there or cannot be done. The same version "
    "fails every time: mend it in a new version, activate that, and start again.",
    Trouble.DECIDED: "The definition ended it on purpose, with an error of its own. The words come from its author: "
    "what they ask for is what helps.",
    Trouble.CANCELED: "Somebody asked it to stop. The ledger tells who and why; retry it when the reason is gone.",
    Trouble.TERMINATED: "Somebody ended it at once, without any clean-up. The ledger tells who and why; look what was "
    "left half done before you start again.",
    Trouble.NOT_STARTED: "Nothing ran. Put right what the sentence names, then retry the start: version, input and id "
    "stay the same.",
    Trouble.UNKNOWN: "Look at the task’s input and at the timeline, and compare with the last good run.",
}
"""What usually helps, for each kind."""

_BY_STATUS = {401: Trouble.DENIED, 403: Trouble.DENIED, 404: Trouble.NOT_THERE, 410: Trouble.NOT_THERE}
_BY_STATUS |= {408: Trouble.TIMEOUT, 429: Trouble.BUSY, 504: Trouble.TIMEOUT}
_BY_TYPE = {
    FaultKind.CONFIGURATION: Trouble.CONFIGURATION,
    FaultKind.VALIDATION: Trouble.VALIDATION,
    FaultKind.EXPRESSION: Trouble.EXPRESSION,
    FaultKind.AUTHENTICATION: Trouble.DENIED,
    FaultKind.AUTHORIZATION: Trouble.DENIED,
    FaultKind.TIMEOUT: Trouble.TIMEOUT,
    FaultKind.RUNTIME: Trouble.UNKNOWN,
}
_BY_RUNTIME = {
    RuntimeStatus.CANCELED: Trouble.CANCELED,
    RuntimeStatus.TERMINATED: Trouble.TERMINATED,
    RuntimeStatus.TIMED_OUT: Trouble.TIMEOUT,
}
_ANSWERED = re.compile(r" answered (?:(\d{3})\b)?")
_LATE, _SERVERS_FAULT = 504, 500
_CHILD = re.compile(r"^The sub-workflow (\S+) (was cancelled|was terminated|timed out)")
_ENDS = {"was cancelled": Trouble.CANCELED, "was terminated": Trouble.TERMINATED, "timed out": Trouble.TIMEOUT}


def trouble_of(failure: JsonObject | None, runtime: RuntimeStatus | None = None) -> Trouble:
    """The kind of a failure as it is stored; ``runtime`` tells where there is none."""
    if not failure:
        return _BY_RUNTIME.get(runtime or RuntimeStatus.FAILED, Trouble.UNKNOWN)
    detail = str(failure.get("detail") or "")
    if ended := _CHILD.match(detail):
        return _ENDS[ended[2]]
    kind = _kind_of(failure)
    if kind is FaultKind.COMMUNICATION:
        return _of_a_call(failure.get("status"), detail)
    return _BY_TYPE[kind] if kind else _of_another(failure)


def child_named(failure: JsonObject | None) -> str | None:
    """The id of the sub-workflow of which a failure says that it did not end by itself; None where it names none."""
    found = _CHILD.match(str(failure.get("detail") or "")) if failure else None
    return found[1] if found else None


def _kind_of(failure: JsonObject) -> FaultKind | None:
    uri = comparable(failure.get("type"))
    return next((kind for kind in FaultKind if kind.uri == uri), None)


def _of_a_call(status: JsonValue, detail: str) -> Trouble:
    answered = _ANSWERED.search(detail)
    if answered is None:
        unanswered = Trouble.TIMEOUT if status == _LATE else Trouble.UNREACHABLE
        return Trouble.LOST if detail.startswith("The worker was lost") else unanswered
    code = int(answered[1] or 0)
    if code in _BY_STATUS:
        return _BY_STATUS[code]
    if not code:
        return Trouble.UNUSABLE
    return Trouble.REFUSED if code < _SERVERS_FAULT else Trouble.SERVER


def _of_another(failure: JsonObject) -> Trouble:
    """A fault that the author of a definition raised has a type of its own; what has none came from elsewhere."""
    return Trouble.DECIDED if failure.get("type") and failure.get("instance") else Trouble.UNKNOWN
