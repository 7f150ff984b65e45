"""The OpenAPI document is true: schemathesis makes requests from it, good and bad, and checks every answer."""

import subprocess
import sys
from pathlib import Path

import pytest
import requests

from tests.api.conftest import Client
from tests.factories import make_active, make_link, make_template, start

SCHEMATHESIS = Path(sys.executable).with_name("schemathesis")
REFUSED_ON_PURPOSE = "positive_data_acceptance"  # a start may be refused for what is stored, whatever its form


def test_the_document_is_served_to_everybody(client: Client) -> None:
    answer = requests.get(f"{client.url}/api/v1/openapi.json", timeout=10)
    document = answer.json()
    assert (answer.status_code, document["openapi"][:3]) == (200, "3.1")
    scopes = {
        (method, path): each["security"] for path, item in document["paths"].items() for method, each in item.items()
    }
    assert scopes.pop(("post", "/api/v1/starts")) == [{"token": ["start"]}]
    assert set(map(str, scopes.values())) == {"[{'token': ['read']}]"}


@pytest.mark.timeout(3600)  # with many examples
def test_every_answer_is_as_the_document_says(client: Client, pytestconfig: pytest.Config, tmp_path: Path) -> None:
    template = make_template()
    make_active(template)
    make_link(template, template)
    start(template)
    command = [str(SCHEMATHESIS), "run", f"{client.url}/api/v1/openapi.json"]
    command += ["--header", f"Authorization: Bearer {client.secret}", "--exclude-checks", REFUSED_ON_PURPOSE]
    command += ["--phases", "coverage,fuzzing", "--max-examples", pytestconfig.getoption("--examples"), "--no-color"]
    ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=3600, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
