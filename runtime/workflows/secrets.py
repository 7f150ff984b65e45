"""The secrets of a run, of which the workflow knows names and shapes alone."""

from dataclasses import asdict
from datetime import timedelta

from temporalio import workflow
from temporalio.common import RetryPolicy

from runtime.call_contracts import DESCRIBE_SECRETS, SecretShapes
from runtime.calls.secrets import declared_in, texts_in
from runtime.workflows.run import Run
from runtime.workflows.waiting import outcome


async def learn_secrets(run: Run) -> None:
    """Learn which secrets there are, once in a run, where its definition declares some and mentions ``$secrets``.

    A definition that mentions none is not asked for: such definitions ran before there were secrets.
    """
    declared = declared_in(run.definition)
    if run.secrets is not None or not declared or not any("$secrets" in text for text in texts_in(run.definition)):
        return
    shapes = await outcome(
        workflow.execute_activity(
            DESCRIBE_SECRETS,
            declared,
            result_type=SecretShapes,
            start_to_close_timeout=timedelta(seconds=20),
            retry_policy=RetryPolicy(maximum_interval=timedelta(seconds=30)),
            summary="secrets",
        )
    )
    run.secrets = asdict(shapes)
