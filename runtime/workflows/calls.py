"""``call``: HTTP services and people."""

import re
from datetime import timedelta
from urllib.parse import quote

from temporalio import workflow
from temporalio.common import RetryPolicy
from temporalio.exceptions import ActivityError, ApplicationError

from domain.faults import Fault, FaultKind, fault
from domain.json_types import JsonObject, JsonValue
from domain.open_workflow.calls import HUMAN_TASK
from runtime.contracts import CALL_HTTP, FAULT_TYPE, HttpRequest, HttpResponse, OpenTask, TaskStatus
from runtime.workflows.moments import iso, now
from runtime.workflows.reading import as_object, as_text, sendable
from runtime.workflows.run import Result, Run, Step
from runtime.workflows.values import step_duration, step_template
from runtime.workflows.waiting import outcome

HTTP_LIMIT = timedelta(seconds=60)
_REPEATABLE = ("GET", "HEAD", "OPTIONS")
_PLACEHOLDER = re.compile(r"\{([^{}]+)\}")


async def run_call(run: Run, step: Step) -> Result:
    """Call a function by its name."""
    arguments = as_object(step.definition.get("with", {}), "with", step.reference)
    if step.definition["call"] == "http":
        return Result(await _call_http(run, step, arguments))
    if step.definition["call"] == HUMAN_TASK:
        return Result(await _ask_person(run, step, arguments))
    raise fault(FaultKind.CONFIGURATION, step.reference, f"There is no function “{step.definition['call']}” to call.")


async def _call_http(run: Run, step: Step, arguments: JsonObject) -> JsonValue:
    request = _request(run, step, arguments)
    # A lost worker may leave a request half done: only methods that change nothing are sent again.
    attempts = 3 if request.method in _REPEATABLE else 1
    try:
        response = await outcome(
            workflow.execute_activity(
                CALL_HTTP,
                request,
                result_type=HttpResponse,
                start_to_close_timeout=HTTP_LIMIT,
                retry_policy=RetryPolicy(maximum_attempts=attempts),
                summary=step.name,
            )
        )
    except ActivityError as error:
        raise _communication_fault(error, step.reference) from None
    return _answer(request, response, arguments.get("output", "content"))


def _request(run: Run, step: Step, arguments: JsonObject) -> HttpRequest:
    given = as_object(step_template(run, {**arguments, "endpoint": None}, step), "with", step.reference)
    endpoint = arguments.get("endpoint")
    uri = endpoint.get("uri") if isinstance(endpoint, dict) else endpoint
    return HttpRequest(
        method=as_text(given.get("method"), "method", step.reference).upper(),
        uri=_expanded(as_text(step_template(run, uri, step), "endpoint", step.reference), step),
        headers={key: _plain(value) for key, value in _object(given, "headers", step).items()},
        query={key: _listed(value) for key, value in _object(given, "query", step).items()},
        body=sendable(given.get("body"), "The body", step.reference),
        accept_redirect=given.get("redirect") is True,
        reference=step.reference,
    )


def _object(given: JsonObject, key: str, step: Step) -> JsonObject:
    return as_object(given.get(key) or {}, key, step.reference)


def _expanded(uri: str, step: Step) -> str:
    """Simple string expansion of ``{name}`` (RFC 6570 section 3.2.2) from the input's top-level properties."""

    def replaced(match: re.Match[str]) -> str:
        value = step.input.get(match[1]) if isinstance(step.input, dict) else None
        if isinstance(value, dict | list):
            raise fault(FaultKind.EXPRESSION, step.reference, f"{match[0]} in the endpoint stands for no plain value.")
        return "" if value is None else quote(_plain(value), safe="")

    return _PLACEHOLDER.sub(replaced, uri)


def _plain(value: JsonValue) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def _listed(value: JsonValue) -> str | list[str]:
    return [_plain(each) for each in value] if isinstance(value, list) else _plain(value)


def _answer(request: HttpRequest, response: HttpResponse, output: JsonValue) -> JsonValue:
    if output == "raw":
        return response.raw
    if output == "response":
        sent: JsonValue = {"method": request.method.lower(), "uri": request.uri, "headers": {**request.headers}}
        headers: JsonValue = {**response.headers}
        return {"request": sent, "statusCode": response.status_code, "headers": headers, "content": response.content}
    return response.content


def _communication_fault(error: ActivityError, reference: str) -> Fault:
    cause = error.cause
    if isinstance(cause, ApplicationError) and cause.type == FAULT_TYPE and cause.details:
        return Fault({**cause.details[0], "instance": reference})
    return fault(FaultKind.COMMUNICATION, reference, f"No answer was received: {cause or error}")


async def _ask_person(run: Run, step: Step, arguments: JsonObject) -> JsonValue:
    task = OpenTask(**step.notes["open"]) if "open" in step.notes else _task(run, step, arguments)
    step.trace.status = TaskStatus.WAITING
    return await run.people.wait_for(task, step.notes, run.parking)


def _task(run: Run, step: Step, arguments: JsonObject) -> OpenTask:
    given = as_object(step_template(run, {**arguments, "form": None}, step), "with", step.reference)
    due = given.get("dueIn")
    groups = given.get("candidateGroups")
    return OpenTask(
        reference=step.reference,
        visit=step.trace.visit,
        name=step.name,
        title=_plain(given.get("title")) or step.name,
        opened_at=iso(now()),
        description=_text_or_none(given.get("description")),
        assignee=_text_or_none(given.get("assignee")),
        candidate_groups=[_plain(group) for group in groups] if isinstance(groups, list) else [],
        priority=_text_or_none(given.get("priority")),
        due_at=None if due is None else iso(now() + step_duration(run, due, "dueIn", step)),
        form=as_object(arguments["form"], "form", step.reference) if "form" in arguments else None,
        data=given.get("data"),
    )


def _text_or_none(value: JsonValue) -> str | None:
    return None if value is None else _plain(value)
