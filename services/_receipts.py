"""What came of an order, as a sentence."""

from domain.looks import look
from domain.vocabulary import Outcome
from services._intake import Receipt


def told(receipt: Receipt) -> str:
    """The sentence for a receipt."""
    if receipt.outcome is None:
        return "The order is kept; Temporal is away, and it starts as soon as Temporal is back."
    if receipt.outcome is Outcome.STARTED:
        return "It is started."
    if receipt.is_other:
        return f"Nothing was started. {receipt.detail}"
    if receipt.outcome is Outcome.DUPLICATE and receipt.execution_id is not None:
        return "This order was sent before; here is what it started."
    detail = receipt.detail or f"{look(receipt.outcome).word}."
    if receipt.execution_id is None:
        return f"Nothing was started. {detail} The order is kept as delivery {receipt.delivery_id}."
    return detail
