"""YAML as JSON values, by the core schema of YAML 1.2: `on` is text, `010` is ten, a date is text."""

import re
from typing import Any

import yaml

from domain.json_types import JsonValue

_SCALARS = {
    "null": r"~|null|Null|NULL|",
    "bool": r"true|True|TRUE|false|False|FALSE",
    "int": r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+",
    "float": r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?",
}
_BASES = {"0o": 8, "0x": 16}
_Fast: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Reader(_Fast):  # type: ignore[misc]
    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012 - PyYAML reads it from the class

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[str, Any]:
        """An object: keys are the texts as they stand, each once."""
        found: dict[str, Any] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode) or key.value in found:
                raise ValueError(f"a key in line {key.start_mark.line + 1} is no text or stands there twice")
            found[key.value] = self.construct_object(value, deep=deep)
        return found

    def construct_yaml_int(self, node: Any) -> int:
        """A whole number."""
        text = self.construct_scalar(node)
        base = _BASES.get(text[:2], 10)
        return int(text[2:] if base != 10 else text, base)


for _kind, _pattern in _SCALARS.items():
    _Reader.add_implicit_resolver(f"tag:yaml.org,2002:{_kind}", re.compile(f"(?:{_pattern})$", re.ASCII), None)
_Reader.add_constructor("tag:yaml.org,2002:int", _Reader.construct_yaml_int)


def read_yaml(source: str) -> JsonValue:
    """Read one YAML document; JSON is YAML too.

    Raises: ValueError with what is wrong, also for references (`*name`): a few of them can stand for more data than
    fits in memory.
    """
    try:
        if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(source, Loader=_Fast)):
            raise ValueError("references (*name) are not supported")
        value: JsonValue = yaml.load(source, _Reader)  # noqa: S506 - a safe loader with fewer types
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise ValueError(f"{error.problem or 'not readable'} (line {mark.line + 1})" if mark else str(error)) from None
    except yaml.YAMLError as error:
        raise ValueError(str(error)) from None
    except RecursionError:
        raise ValueError("nested too deeply") from None
    return value
