"""Tasks for people: an extension of Pointsman's, inside what the official schema takes for a function."""

from typing import Annotated, NotRequired

from typing_extensions import TypedDict

from domain.open_workflow.model.base import Free, NotEmpty, TextOrList, part
from domain.open_workflow.model.values import Duration


@part("a human task", is_ours=True)
class HumanTaskArguments(TypedDict):
    """What a person is asked to do; values may be expressions."""

    title: Annotated[str, NotEmpty]
    description: NotRequired[str]
    assignee: NotRequired[str]
    candidate_groups: NotRequired[TextOrList[str]]
    priority: NotRequired[str]
    due_in: NotRequired[Duration]
    due: NotRequired[str]
    data: NotRequired[object]
    form: NotRequired[Free]
