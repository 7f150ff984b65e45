"""The route that answers what an entity would start, without starting it."""

from functools import partial

from anyio.to_thread import run_sync
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from domain.errors import InvalidInput
from domain.json_types import JsonObject
from domain.orders import Order
from domain.vocabulary import EntityType
from services.foresee_start import foresee_start

PATH = "/api/v1/resolve"


async def resolve(request: Request) -> Response:
    """GET: the chain from ``entity_type`` and ``entity_id`` to what runs, with the payload of the newest delivery.

    ``customer_id`` and ``service_request_id`` ask for open executions. Raises: InvalidInput.
    """
    asked = request.query_params
    kind, customer = asked.get("entity_type", ""), asked.get("customer_id")
    if kind not in set(EntityType):
        raise InvalidInput("entity_type", f"must be {' or '.join(EntityType)}.")
    context: JsonObject | None = {"customerId": customer} if customer else None
    order = Order(EntityType(kind), asked.get("entity_id", ""), None, context, asked.get("service_request_id") or None)
    found = await run_sync(partial(foresee_start, order))
    return JSONResponse(found.as_json(), headers={"Cache-Control": "no-store"})
