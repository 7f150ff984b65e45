"""Which part of the model stands at a place: what its members are called, and which rule it follows."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from types import UnionType
from typing import Annotated, Any, NotRequired, Union, get_args, get_origin

from pydantic import Tag
from typing_extensions import get_type_hints

from domain.open_workflow.model.base import TRAITS, Traits, alias_of
from domain.open_workflow.model.workflow import Workflow

Step = str | int


def owner_of(location: Sequence[Step]) -> type | None:
    """The part that the object at a location of an error must be; None where none stands there."""
    current: Any = Workflow
    for step in location:
        current = _inside(current, step)
    return next((each for choice in _choices(current) if (each := _bare(choice)) in TRAITS), None)


def traits_of(owner: type | None) -> Traits:
    """The traits of a part; general ones where there is none."""
    return TRAITS.get(owner, Traits()) if owner else Traits()


def is_ours(location: Sequence[Step]) -> bool:
    """True inside an extension of Pointsman's."""
    return any(traits_of(owner_of(location[:length])).is_ours for length in range(len(location), 0, -1))


def known_members(owner: type | None) -> list[str]:
    """The members that a part may have, without those that stand in the model to be rejected by name."""
    return [key for key, kind in _members(owner).items() if not _is_unsupported(kind)] if owner else []


@cache
def _members(owner: type) -> Mapping[str, Any]:
    hints = get_type_hints(owner, include_extras=True)
    return {alias_of(name): _required(kind) for name, kind in hints.items()}


def _required(kind: Any) -> Any:
    return get_args(kind)[0] if get_origin(kind) is NotRequired else kind


def _is_unsupported(kind: Any) -> bool:
    return get_origin(kind) is Annotated and _bare(kind) is object


def _inside(kind: Any, step: Step) -> Any:
    is_tag = isinstance(step, str) and step.startswith("\0")
    for choice in _choices(kind):
        bare = _bare(choice)
        if is_tag:
            if Tag(str(step)) in getattr(choice, "__metadata__", ()):
                return bare
        elif get_origin(bare) in (list, dict):
            return get_args(bare)[-1]
        elif bare in TRAITS:
            return _members(bare).get(str(step))
    return None


def _choices(kind: Any) -> Iterator[Any]:
    bare = _bare(kind)
    if get_origin(bare) in (Union, UnionType):
        for choice in get_args(bare):
            yield choice
            yield from _choices(choice)
    else:
        yield kind


def _bare(kind: Any) -> Any:
    return get_args(kind)[0] if get_origin(kind) is Annotated else kind
