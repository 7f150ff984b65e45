"""What all parts of the model share: how a part is declared, choices between types, and the ways to refuse."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any, Literal, NoReturn, TypeAlias, TypeVar

from pydantic import BeforeValidator, ConfigDict, Discriminator, Field, Tag, with_config
from pydantic.alias_generators import to_camel
from pydantic_core import PydanticCustomError

S = TypeVar("S")
T = TypeVar("T")

PROFILE, UNSUPPORTED, NEEDED = "profile", "unsupported", "needed"
"""Types of our own errors: not as Pointsman runs it; not run at all; refused by the official schema too."""


@dataclass(frozen=True)
class Traits:
    """What a part is called in sentences, and whose rules it follows.

    ``is_open`` tells that the official schema takes members that it does not name, and that Pointsman would have to
    ignore; ``is_ours`` that it is an extension of Pointsman's, of which the official schema knows nothing.
    """

    named: str = "this object"
    is_open: bool = False
    is_ours: bool = False


TRAITS: dict[type, Traits] = {}
"""The traits of each part."""


def alias_of(name: str) -> str:
    """The key in a definition of a member of a part."""
    return to_camel(name.rstrip("_"))


def part(
    named: str, *, is_open: bool = False, is_ours: bool = False, extra: Literal["allow", "forbid"] = "forbid"
) -> Callable[[type[T]], type[T]]:
    """Declare a typed dictionary as an object of the language: with the members that it names, and no others.

    Dictionaries, not classes of models, because nobody looks at what was read: they take half the time.
    """

    def declare(kind: type[T]) -> type[T]:
        TRAITS[kind] = Traits(named, is_open, is_ours)
        return with_config(ConfigDict(strict=True, extra=extra, alias_generator=alias_of))(kind)

    return declare


def tag(name: str) -> str:
    """The mark of a choice in the locations of errors; no key of a definition holds NUL, so it is told from keys."""
    return f"\0{name}"


def refuse(kind: str, message: str, allowed: str = "") -> NoReturn:
    """Refuse a value in words of our own. Raises: PydanticCustomError."""
    context = {"told": message, "allowed": allowed}
    raise PydanticCustomError(kind, "{told}", context)


def _not_empty(value: Any) -> Any:
    if not value and isinstance(value, dict | list | str):
        refuse(NEEDED, "must not be empty.")
    return value


NotEmpty = BeforeValidator(_not_empty)


def unsupported(name: str) -> BeforeValidator:
    """The mark of a member that the language has and Pointsman does not run."""

    def _refuse(_: Any) -> NoReturn:
        refuse(UNSUPPORTED, f"“{name}” is not supported by Pointsman.")

    return BeforeValidator(_refuse)


TEXT, OBJECT, LIST = tag("text"), tag("object"), tag("list")


def _text_or_object(value: Any) -> str | None:
    if isinstance(value, str):
        return TEXT
    return OBJECT if isinstance(value, dict) else None


def _text_or_list(value: Any) -> str | None:
    if isinstance(value, str):
        return TEXT
    return LIST if isinstance(value, list) else None


_BY_TYPE = Discriminator(_text_or_object, NEEDED, "must be text or an object.")
_TEXT_OR_LIST = Discriminator(_text_or_list, NEEDED, "must be an expression or a list.")
Either: TypeAlias = Annotated[Annotated[S, Tag(TEXT)] | Annotated[T, Tag(OBJECT)], _BY_TYPE]
"""A text of the first type, or an object of the second."""
TextOr: TypeAlias = Either[str, T]
"""Text, such as the name of a reusable part or an expression, or the thing itself."""
TextOrList: TypeAlias = Annotated[Annotated[str, Tag(TEXT)] | Annotated[list[T], Tag(LIST)], _TEXT_OR_LIST]
"""An expression that gives a list, or the list itself."""

Free: TypeAlias = dict[str, object]
"""An object with any members."""
Named: TypeAlias = Annotated[dict[str, T], Field(min_length=1, max_length=1)]
"""An object with one member, whose key is a name."""
