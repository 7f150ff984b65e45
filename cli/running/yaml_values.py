"""YAML as JSON values, by the core schema of YAML 1.2: `on` is text, `010` is ten, a date is text."""

import re
from typing import Any

import yaml

from domain.errors import InvalidInput
from domain.json_types import JsonValue

_WHOLE = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+", re.ASCII)
_FRACTION = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?", re.ASCII)
_KINDS = {
    "null": re.compile(r"~|null|Null|NULL|"),
    "bool": re.compile(r"true|True|TRUE|false|False|FALSE"),
    "int": _WHOLE,
    "float": _FRACTION,
}


class _Reader(yaml.SafeLoader):
    yaml_implicit_resolvers = {}  # noqa: RUF012 - PyYAML reads it from the class

    def compose_node(self, parent: Any, index: Any) -> Any:
        """Refuse references to other parts: a few lines of them can stand for more data than fits in memory."""
        if self.check_event(yaml.AliasEvent):
            mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]
            raise yaml.constructor.ConstructorError(None, None, "references (*name) are not supported", mark)
        return super().compose_node(parent, index)

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        """An object: keys are text, each once."""
        found: dict[Any, Any] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode) or key.value in found:
                what = "is there twice" if isinstance(key, yaml.ScalarNode) else "must be text"
                raise yaml.constructor.ConstructorError(None, None, f"this key {what}", key.start_mark)
            found[key.value] = self.construct_object(value, deep=deep)
        return found

    def construct_yaml_int(self, node: Any) -> int:
        """A whole number."""
        text = self.construct_scalar(node)
        base = {"0o": 8, "0x": 16}.get(text[:2], 10)
        return int(text[2:] if base != 10 else text, base)


for _kind, _pattern in _KINDS.items():
    _Reader.add_implicit_resolver(f"tag:yaml.org,2002:{_kind}", re.compile(f"(?:{_pattern.pattern})$", re.ASCII), None)
_Reader.add_constructor("tag:yaml.org,2002:int", _Reader.construct_yaml_int)


def read_yaml(source: str, where: str) -> JsonValue:
    """Read one YAML document. Raises: InvalidInput with line and column of the first error."""
    try:
        value: JsonValue = yaml.load(source, _Reader)  # noqa: S506 - a SafeLoader with fewer types
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = f":{mark.line + 1}:{mark.column + 1}" if mark else ""
        raise InvalidInput(f"{where}{place}", f"not valid YAML: {error.problem or error}.") from None
    except (yaml.YAMLError, ValueError) as error:
        raise InvalidInput(where, f"not valid YAML: {error}.") from None
    except RecursionError:
        raise InvalidInput(where, "is nested too deeply.") from None
    return value
