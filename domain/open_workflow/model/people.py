"""Tasks for people: an extension of Pointsman's, inside what the official schema takes for a function."""

from typing import Annotated, ClassVar

from pydantic import Tag

from domain.open_workflow.model.base import LIST, TEXT, TEXT_OR_LIST, Free, Maybe, NotEmpty, Part
from domain.open_workflow.model.values import Duration


class HumanTaskArguments(Part):
    """What a person is asked to do; values may be expressions."""

    named: ClassVar[str] = "a human task"
    is_ours: ClassVar[bool] = True

    title: Annotated[str, NotEmpty]
    description: Maybe[str] = None
    assignee: Maybe[str] = None
    candidate_groups: Maybe[Annotated[Annotated[str, Tag(TEXT)] | Annotated[list[str], Tag(LIST)], TEXT_OR_LIST]] = None
    priority: Maybe[str] = None
    due_in: Maybe[Duration] = None
    due: Maybe[str] = None
    data: object = None
    form: Maybe[Free] = None
