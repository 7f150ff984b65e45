"""What all parts of the model share: strict and frozen objects, optional members, and the ways to refuse."""

from typing import Annotated, Any, ClassVar, NoReturn, TypeAlias, TypeVar, cast

from pydantic import BaseModel, BeforeValidator, ConfigDict, Discriminator, GetCoreSchemaHandler, Tag
from pydantic.alias_generators import to_camel
from pydantic_core import CoreSchema, PydanticCustomError

T = TypeVar("T")

PROFILE, UNSUPPORTED, NEEDED = "profile", "unsupported", "needed"
"""Types of our own errors: not as Pointsman runs it; not run at all; refused by the official schema too."""


def _alias(name: str) -> str:
    return to_camel(name.rstrip("_"))


class Part(BaseModel):
    """An object of the language with the members that its class names, and no others."""

    model_config = ConfigDict(strict=True, frozen=True, extra="forbid", alias_generator=_alias)

    named: ClassVar[str] = "this object"
    is_open: ClassVar[bool] = False
    """True where the official schema takes members that it does not name, and Pointsman would have to ignore them."""
    is_ours: ClassVar[bool] = False
    """True for an extension of Pointsman's, of which the official schema knows nothing."""


def tag(name: str) -> str:
    """The mark of a choice in the locations of errors; no key of a definition holds NUL, so it is told from keys."""
    return f"\0{name}"


def refuse(kind: str, message: str, allowed: str = "") -> NoReturn:
    """Refuse a value in words of our own. Raises: PydanticCustomError."""
    context = {"told": message, "allowed": allowed}
    raise PydanticCustomError(kind, "{told}", context)


class _NotNull:
    """Takes the null out of ``T | None``: it stands for a member that is left out, and cannot be written."""

    @staticmethod
    def __get_pydantic_core_schema__(source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        schema = handler(source)
        return cast(CoreSchema, schema["schema"]) if schema["type"] == "nullable" else schema


Maybe: TypeAlias = Annotated[T | None, _NotNull]
"""A member that may be left out, but may not be null."""


def _not_empty(value: Any) -> Any:
    if isinstance(value, dict | list | str) and not value:
        refuse(NEEDED, "must not be empty.")
    return value


NotEmpty = BeforeValidator(_not_empty)


def unsupported(name: str) -> BeforeValidator:
    """The mark of a member that the language has and Pointsman does not run."""

    def _refuse(_: Any) -> NoReturn:
        refuse(UNSUPPORTED, f"“{name}” is not supported by Pointsman.")

    return BeforeValidator(_refuse)


def _text_or_object(value: Any) -> str | None:
    if isinstance(value, str):
        return TEXT
    return OBJECT if isinstance(value, dict) else None


def _text_or_list(value: Any) -> str | None:
    if isinstance(value, str):
        return TEXT
    return LIST if isinstance(value, list) else None


TEXT, OBJECT, LIST = tag("text"), tag("object"), tag("list")
BY_TYPE = Discriminator(_text_or_object, NEEDED, "must be text or an object.")
TEXT_OR_LIST = Discriminator(_text_or_list, NEEDED, "must be an expression or a list.")
TextOr: TypeAlias = Annotated[Annotated[str, Tag(TEXT)] | Annotated[T, Tag(OBJECT)], BY_TYPE]
"""Text, such as the name of a reusable part or an expression, or the thing itself."""

Free: TypeAlias = dict[str, object]
"""An object with any members."""
