"""Workflows that a Temporal developer would write by hand, doing what the interpreted definitions do."""

from datetime import timedelta
from typing import Any

from temporalio import workflow
from temporalio.common import RetryPolicy

with workflow.unsafe.imports_passed_through():
    from domain.vocabulary import RuntimeStatus
    from runtime.call_contracts import CALL_HTTP, HttpRequest, HttpResponse
    from runtime.contracts import REPORT_ENDED, EndReport

Json = dict[str, Any]


async def report(execution_id: str) -> None:
    """Tell the product that the execution ended, by the activity that the interpreter uses and in its way."""
    closed_at = workflow.now().isoformat()
    await workflow.execute_local_activity(
        REPORT_ENDED,
        EndReport(execution_id, workflow.info().run_id, RuntimeStatus.COMPLETED, closed_at),
        start_to_close_timeout=timedelta(seconds=20),
        retry_policy=RetryPolicy(maximum_attempts=1),
    )


@workflow.defn(name="bench-order")
class Order:
    """Ten computations in memory; reports its end when it is given an execution id."""

    @workflow.run
    async def run(self, order: Json, execution_id: str | None) -> Json:
        """Give the order with what was computed."""
        data = dict(order)
        data["amounts"] = [line["quantity"] * line["price"] for line in data["lines"]]
        data["subtotal"] = sum(data["amounts"])
        data["discount"] = data["subtotal"] // 10 if data["subtotal"] > 100 else 0
        data["net"] = data["subtotal"] - data["discount"]
        data["tax"] = data["net"] * 19 // 100
        data["total"] = data["net"] + data["tax"]
        data["skus"] = sorted(line["sku"] for line in data["lines"])
        data["heavy"] = any(line["quantity"] > 5 for line in data["lines"])
        data["label"] = f"{data['customer']}: {len(data['lines'])} lines"
        answer = {key: data[key] for key in ("label", "total", "skus", "heavy")}
        if execution_id is not None:
            await report(execution_id)
        return answer


@workflow.defn(name="bench-calls")
class Calls:
    """Ten HTTP calls through the product's activity; reports its end when it is given an execution id."""

    @workflow.run
    async def run(self, uri: str, execution_id: str | None) -> Any:
        """Give the last answer's content."""
        content: Any = None
        for number in range(10):
            response: HttpResponse = await workflow.execute_activity(
                CALL_HTTP,
                HttpRequest("GET", uri, output="content"),
                result_type=HttpResponse,
                start_to_close_timeout=timedelta(seconds=60),
                retry_policy=RetryPolicy(maximum_attempts=3),
                summary=f"call{number}",
            )
            content = response.content
        if execution_id is not None:
            await report(execution_id)
        return content
