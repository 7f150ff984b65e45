"""What the parts of calls are called: of HTTP and OpenAPI, of human tasks, of sub-workflows."""

from domain.diff.telling.phrases import duration
from domain.diff.telling.shows import either, version
from domain.diff.telling.wording import Part

CALL_PARTS: dict[str, Part] = {
    "call": Part(
        "what is called",
        changed="{owner} now calls {new}, was {old}",
        added="{owner} now calls {new}",
        removed="{owner} no longer calls {old}",
    ),
    "with": Part("arguments"),
    "with/*": Part("argument {0}"),
    "with/method": Part("the method"),
    "with/endpoint": Part("the address", changed="{owner} now calls {new}, was {old}"),
    "with/endpoint/uri": Part("the address", changed="{owner} now calls {new}, was {old}"),
    "with/endpoint/authentication": Part("the authentication"),
    "with/authentication": Part("the authentication"),
    "with/headers": Part("headers"),
    "with/headers/*": Part("header {0}"),
    "with/query": Part("query parameters"),
    "with/query/*": Part("query parameter {0}"),
    "with/body": Part("the body"),
    "with/body/*": Part("{0} in the body"),
    "with/output": Part("the kind of output"),
    "with/redirect": Part("whether a redirection is an answer"),
    "with/document": Part("the OpenAPI document"),
    "with/document/endpoint": Part("the address of the OpenAPI document"),
    "with/document/endpoint/uri": Part("the address of the OpenAPI document"),
    "with/document/endpoint/authentication": Part("the authentication for the OpenAPI document"),
    "with/operationId": Part("the operation", changed="{owner} now calls operation {new}, was {old}"),
    "with/parameters": Part("parameters"),
    "with/parameters/*": Part("parameter {0}"),
    # human tasks
    "with/title": Part("the title"),
    "with/description": Part("the description"),
    "with/assignee": Part("the assignee", changed="{owner} is now for {new}, was for {old}"),
    "with/candidateGroups": Part("the groups"),
    "with/candidateGroups/#": Part(
        "a group",
        added="{owner} is now also for the group {new}",
        removed="{owner} is no longer for the group {old}",
        changed="{owner} is now for the group {new}, was for {old}",
    ),
    "with/priority": Part("the priority"),
    "with/dueIn": Part("the due time", duration, changed="{owner} is now due in {new}, was {old}"),
    "with/due": Part("the due date"),
    "with/data": Part("what the person sees"),
    "with/data/*": Part("{0} in what the person sees"),
    "with/form": Part("the form"),
    # sub-workflows
    "run": Part(
        "what is run",
        changed="{owner} now runs {new}, was {old}",
        added="{owner} now runs {new}",
        removed="{owner} no longer runs anything, it ran {old}",
    ),
    "run/await": Part(
        "when it goes on",
        either("when what it runs has ended", "at once"),
        changed="{owner} now goes on {new}, was {old}",
        added="{owner} now goes on {new}",
        removed="{owner} now goes on when what it runs has ended, was {old}",
    ),
    "run/workflow": Part("the workflow that is run"),
    "run/workflow/namespace": Part("the namespace of the workflow that is run"),
    "run/workflow/name": Part("the workflow that is run", changed="{owner} now runs workflow {new}, was {old}"),
    "run/workflow/version": Part(
        "the version of the workflow that is run",
        version,
        changed="{owner} now runs {new} of its workflow, was {old}",
    ),
    "run/workflow/input": Part("the input of the workflow that is run"),
    "run/workflow/input/*": Part(
        "input {0} for the workflow that is run",
        changed="{owner} now gives {new} as {0} to the workflow it runs, was {old}",
        added="{owner} now gives {new} as {0} to the workflow it runs",
        removed="{owner} no longer gives {0} to the workflow it runs, it was {old}",
    ),
}
