"""The query of an address: a name that the route does not have, or one that stands twice, is told, not passed over."""

from collections.abc import Mapping, Sequence
from typing import Protocol, get_origin

from pydantic.fields import FieldInfo
from starlette.requests import Request

from api.problems import Problem


class Parameter(Protocol):
    """A parameter as FastAPI keeps it."""

    @property
    def alias(self) -> str: ...

    @property
    def field_info(self) -> FieldInfo: ...


def parameters_of(fields: Sequence[Parameter]) -> dict[str, bool]:
    """The names that a route takes, and whether each may stand several times."""
    return {field.alias: get_origin(field.field_info.annotation) is list for field in fields}


def check_query(request: Request, known: Mapping[str, bool]) -> None:
    """Refuse what would change nothing, such as a filter that is misspelt. Raises: Problem 422."""
    names = [name for name, _ in request.query_params.multi_items()]
    faults = [_fault(name) for name in dict.fromkeys(names) if name not in known]
    faults += [_twice(name) for name, several in known.items() if not several and names.count(name) > 1]
    if faults:
        first = faults[0]
        raise Problem(422, "invalid-request", f"{first['parameter']}: {first['detail']}", errors=faults[:_MOST])


_MOST = 20


def _fault(name: str) -> dict[str, str]:
    return {"parameter": name[:200], "detail": "This address has no such parameter; /api/v1/openapi.json names them."}


def _twice(name: str) -> dict[str, str]:
    return {"parameter": name, "detail": "Stands more than once, and can have one value."}
