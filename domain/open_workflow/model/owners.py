"""Which class of the model stands at a place: what its members are called, and which rule it follows."""

from collections.abc import Iterator, Sequence
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import Tag
from pydantic.fields import FieldInfo

from domain.open_workflow.model.base import Part
from domain.open_workflow.model.workflow import Workflow

Step = str | int


def owner_of(location: Sequence[Step]) -> type[Part] | None:
    """The class that the object at a location of an error must have; None where none stands there."""
    return next(iter(_parts(_at(location))), None)


def is_ours(location: Sequence[Step]) -> bool:
    """True inside an extension of Pointsman's."""
    owners = (owner_of(location[:length]) for length in range(len(location), 0, -1))
    return any(owner.is_ours for owner in owners if owner is not None)


def is_unsupported(field: FieldInfo) -> bool:
    """True for a member that stands in the model to be rejected by name."""
    return field.annotation is object and bool(field.metadata)


def _at(location: Sequence[Step]) -> Any:
    current: Any = Workflow
    for step in location:
        current = _inside(current, step)
    return current


def _inside(kind: Any, step: Step) -> Any:
    for choice in _choices(kind):
        if isinstance(step, str) and step.startswith("\0"):
            if Tag(step) in getattr(choice, "__metadata__", ()):
                return get_args(choice)[0]
            continue
        bare = get_args(choice)[0] if get_origin(choice) is Annotated else choice
        if get_origin(bare) in (list, dict):
            return get_args(bare)[-1]
        if isinstance(bare, type) and issubclass(bare, Part):
            fields = bare.model_fields.values()
            return next((field.annotation for field in fields if field.alias == step), None)
    return None


def _choices(kind: Any) -> Iterator[Any]:
    bare = get_args(kind)[0] if get_origin(kind) is Annotated else kind
    if get_origin(bare) in (Union, UnionType):
        for choice in get_args(bare):
            yield choice
            yield from _choices(choice)
    else:
        yield kind


def _parts(kind: Any) -> Iterator[type[Part]]:
    for choice in _choices(kind):
        bare = get_args(choice)[0] if get_origin(choice) is Annotated else choice
        if isinstance(bare, type) and issubclass(bare, Part):
            yield bare
