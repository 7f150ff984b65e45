"""Hold a definition against the model, and tell each error where it is, about the one thing that was meant."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from domain.findings import Finding, Rule, did_you_mean, error, listed
from domain.json_types import JsonObject, JsonValue
from domain.json_values import kind_of
from domain.open_workflow.model.base import NEEDED, PROFILE, UNSUPPORTED
from domain.open_workflow.model.owners import Step, is_ours, known_members, owner_of, traits_of
from domain.open_workflow.model.tasks import NO_KIND
from domain.open_workflow.model.workflow import Workflow
from domain.open_workflow.shape import below
from domain.open_workflow.tasks import KINDS

MOST = 1000
_EXPECTED = {
    "string_type": "must be text",
    "int_type": "must be a whole number",
    "bool_type": "must be true or false",
    "list_type": "must be a list",
    "dict_type": "must be an object",
}
_WORKFLOW = TypeAdapter(Workflow)


def shape_findings(definition: JsonObject) -> list[Finding]:
    """Every error of shape, in the order of the model; at most 1,000."""
    try:
        _WORKFLOW.validate_python(definition)
    except ValidationError as trouble:
        details = trouble.errors(include_url=False)[:MOST]
        return list(_told(details))
    return []


def _told(details: Sequence[ErrorDetails]) -> Iterator[Finding]:
    unsupported = {each["loc"][:-1] for each in details if each["type"] == UNSUPPORTED}
    for each in details:
        if each["type"] == "missing" and each["loc"][:-1] in unsupported:
            continue  # what was written instead is rejected by name already
        yield _finding(each)


def _finding(details: ErrorDetails) -> Finding:
    pointer = "".join(below("", str(step)) for step in details["loc"] if not _is_tag(step))
    tell = _TELLERS.get(details["type"])
    if tell is not None:
        return tell(details, pointer)
    message = _EXPECTED.get(details["type"], "is not as the language wants it")
    return error(_rule(details), pointer, f"{message}, but is {kind_of(details['input'])}.")


def _is_tag(step: Step) -> bool:
    return isinstance(step, str) and step.startswith("\0")


def _rule(details: ErrorDetails) -> Rule:
    if details["type"] in (PROFILE, UNSUPPORTED) or is_ours(details["loc"]):
        return Rule.PROFILE
    return Rule.SHAPE


def _own_words(details: ErrorDetails, pointer: str) -> Finding:
    context = details.get("ctx", {})
    return error(_rule(details), pointer, details["msg"], allowed=context.get("allowed", ""))


def _no_kind(details: ErrorDetails, pointer: str) -> Finding:
    value: JsonValue = details["input"]
    if not isinstance(value, dict):
        return error(Rule.SHAPE, pointer, f"must be a task, as an object, but is {kind_of(value)}.")
    near = next((hint for key in value if (hint := did_you_mean(key, KINDS))), "")
    return error(Rule.SHAPE, pointer, "has no known kind.", allowed=f"Kinds: {', '.join(KINDS)}.", suggestion=near)


def _missing(details: ErrorDetails, pointer: str) -> Finding:
    owner = owner_of(details["loc"][:-1])
    traits = traits_of(owner)
    rule = Rule.PROFILE if traits.is_open and owner is not Workflow else _rule(details)
    return error(rule, pointer, f"is missing: {traits.named} needs it.")


def _extra(details: ErrorDetails, pointer: str) -> Finding:
    key, owner = str(details["loc"][-1]), owner_of(details["loc"][:-1])
    known, traits = known_members(owner), traits_of(owner)
    rule = Rule.PROFILE if traits.is_open else _rule(details)
    if key in KINDS and set(known) & set(KINDS):
        message = f"makes the task two things at once: it is {traits.named} already."
        return error(rule, pointer, message, suggestion="Make two tasks of it.", at_key=True)
    message = f"{traits.named} has no property “{key[:60]}”."
    return error(
        rule, pointer, message, allowed=f"Known: {listed(known, 20)}.", suggestion=did_you_mean(key, known), at_key=True
    )


def _literal(details: ErrorDetails, pointer: str) -> Finding:
    allowed = details["ctx"]["expected"].replace("'", "")
    value = str(details["input"])[:40]
    words = allowed.replace(" or ", ", ").split(", ")
    return error(
        _rule(details),
        pointer,
        f"“{value}” is not known here.",
        allowed=f"Allowed: {allowed}.",
        suggestion=did_you_mean(value, words),
    )


def _one_name(details: ErrorDetails, pointer: str) -> Finding:
    return error(_rule(details), pointer, 'must be an object with exactly one name, such as {"myTask": {…}}.')


_TELLERS: Mapping[str, Callable[[ErrorDetails, str], Finding]] = {
    NEEDED: _own_words,
    PROFILE: _own_words,
    UNSUPPORTED: _own_words,
    NO_KIND: _no_kind,
    "missing": _missing,
    "extra_forbidden": _extra,
    "literal_error": _literal,
    "too_short": _one_name,
    "too_long": _one_name,
}
