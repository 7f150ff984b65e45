"""docs/api.md: its examples work as they are pasted, and it names every field and filter."""

import os
import re
import subprocess
from pathlib import Path

from domain.settings import Settings
from domain.sharing import SharedStart, curl_command
from domain.vocabulary import EntityType
from services.get_execution import get_execution
from services.list_executions import ExecutionFilter, list_executions
from tests.api.conftest import Client
from tests.factories import make_active, make_link, make_template

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "api.md").read_text("utf-8")


def commands() -> str:
    """The indented blocks that call curl, but for the one that makes the token."""
    blocks = re.findall(r"(?:^    .*\n)+", PAGE, re.MULTILINE)
    lines = [line[4:] for block in blocks if "curl" in block for line in block.splitlines()]
    return "\n".join(line for line in lines if not line.startswith("export"))


def test_the_examples_work_as_they_are_pasted(client: Client) -> None:
    template = make_template("Annual filing")
    make_active(template, "1.2.0")
    make_link(template, "annual-filing-USD-Yearly", EntityType.PRODUCT)
    env = {**os.environ, "POINTSMAN": client.url, "TOKEN": client.secret}
    ran = subprocess.run(["bash", "-euc", commands()], env=env, capture_output=True, text=True, timeout=60, check=False)
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.count("HTTP/1.1 202") == 2, ran.stdout
    assert ran.stdout.count('"items":[') == 2
    rows = list_executions(ExecutionFilter(template_id=template)).rows
    assert len(rows) == 2
    assert {row.started_by for row in rows} == {client.name}


def test_what_the_start_page_copies_starts_once_however_often_it_is_pasted(client: Client) -> None:
    template = make_template("O'Neill & Söhne")
    version = make_active(template, "1.2.0")
    shared = SharedStart(
        template_id=template,
        version=(version, "1.2.0"),
        input={"note": 'it\'s "quoted" $HOME `id`'},
        context={"customerId": "c_1"},
        name="For O'Neill",
        key="pasted",
    )
    command = curl_command(shared, client.url) or ""
    env = {**os.environ, "POINTSMAN_TOKEN": client.secret}
    for _ in range(2):
        ran = subprocess.run(
            ["bash", "-euc", command], env=env, capture_output=True, text=True, timeout=60, check=False
        )
        assert ran.returncode == 0, ran.stdout
    [row] = list_executions(ExecutionFilter(template_id=template)).rows
    found = get_execution(row.id)
    assert (found.name, found.input, found.context) == (shared.name, shared.input, shared.context)


def test_every_operation_and_its_parameters_are_named(client: Client) -> None:
    document = client.get("/openapi.json").json()
    for path, item in document["paths"].items():
        for method, operation in item.items():
            assert f"`{method.upper()} {re.sub('{.*?}', '{id}', path.removeprefix('/api/v1'))}`" in PAGE
            for parameter in operation.get("parameters", []):
                if parameter["in"] == "query":
                    assert f"`{parameter['name']}`" in PAGE
    for name in document["components"]["schemas"]["StartRequest"]["properties"]:
        assert f"`{name}`" in PAGE


def test_every_limit_is_named() -> None:
    for name in Settings.model_fields:
        assert not name.startswith("api_") or f"`POINTSMAN_{name.upper()}`" in PAGE
