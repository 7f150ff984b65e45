"""A checkout of the Open Workflow Specification, of which nothing is kept here: the environment names its directory."""

import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import cast

import jsonschema_rs
import pytest

from domain.json_types import JsonObject, JsonValue
from domain.sources import Syntax, read_source
from tests.conftest import SPECIFICATION_VARIABLE

SCHEMA_HASH = "30bbe39c1935463e1179beca82182324dc7ccaabb59d8e33a04af111d65a8dab"
"""SHA-256 of the schema of DSL 1.0.3 that the profile is made of: other texts bear the same name."""


def examples() -> list[Path]:
    """The files of the specification's examples."""
    return sorted(Path(os.environ[SPECIFICATION_VARIABLE]).glob("examples/*.yaml"))


def read(path: Path) -> JsonObject:
    """The definition in a file."""
    value = read_source(path.read_text("utf-8"), path.name, Syntax.YAML).value
    assert isinstance(value, dict)
    return value


@pytest.fixture(scope="session")
def schema_takes() -> Callable[[JsonValue], bool]:
    """The official schema's verdict."""
    path = Path(os.environ[SPECIFICATION_VARIABLE]) / "schema" / "workflow.yaml"
    content = path.read_bytes()
    assert hashlib.sha256(content).hexdigest() == SCHEMA_HASH, f"{path} is another version of the schema"
    schema = cast(JsonObject, read_source(content.decode(), path.name, Syntax.YAML).value)
    return jsonschema_rs.validator_for(schema, validate_formats=True).is_valid
