"""What a run reports of its end, and that it ends without being heard."""

import subprocess
import sys
from datetime import timedelta

import pytest

from domain.settings import forget_settings
from domain.vocabulary import ExecutionStatus, RuntimeStatus
from runtime.workflows import reporting
from tests.runtime.engine import Engine
from tests.runtime.templates import publish, settled


def test_the_row_of_a_completed_run_is_completed(engine: Engine) -> None:
    execution = publish({"a": {"set": {"x": 1}}}).start()
    engine.known(execution).result()
    found = settled(execution, ExecutionStatus.COMPLETED)
    assert found.runtime_status is RuntimeStatus.COMPLETED
    assert found.closed_at is not None


def test_the_row_of_a_faulted_run_tells_the_fault(engine: Engine) -> None:
    error = {"type": "https://x.example/no", "status": 422, "title": "No"}
    execution = publish({"a": {"raise": {"error": error}}}).start()
    engine.known(execution).fault()
    assert settled(execution, ExecutionStatus.FAILED).failure == {**error, "instance": "/do/0/a"}


def test_an_absent_database_does_not_hold_up_the_end(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reporting, "PATIENCE", timedelta(seconds=1))
    monkeypatch.setenv("POINTSMAN_DATABASE_URL", "postgresql://127.0.0.1:9/none")
    forget_settings()
    assert engine.run({"a": {"set": {"x": 1}}}) == {"x": 1}


def test_workflow_code_loads_nothing_heavy() -> None:
    heavy = "{'sqlalchemy', 'psycopg', 'streamlit', 'requests', 'pydantic', 'yaml', 'services', 'storage'}"
    modules = "sys, runtime.workflows.open_workflow, runtime.workflows.housekeeping"
    code = f"import {modules}; print({heavy} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
