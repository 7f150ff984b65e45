"""Learn from Chargebee which products it sells, so that those without a link are seen."""

from collections.abc import Iterator
from typing import Any

from domain.errors import InvalidInput, PointsmanError, shorten
from domain.settings import get_settings
from domain.vocabulary import EntityType
from services._known_entities import Learnt, replace_list

FROM_BILLING = "chargebee"
MOST_PAGES = 500
_PER_PAGE = 100
_SECONDS = 20


class BillingAway(PointsmanError):
    """Chargebee cannot be reached, or refused to tell; nothing was changed."""


def can_ask_billing() -> bool:
    """Whether site and key are set."""
    return bool(get_settings().chargebee_site and get_settings().chargebee_api_key)


def import_billed_items(*, actor: str) -> Learnt:
    """Read every active item price (Product Catalog 2.0) and keep its id and name as a product.

    Those that Chargebee told before and tells no more are forgotten. Raises: InvalidInput without site and key,
    BillingAway.
    """
    if not can_ask_billing():
        raise InvalidInput("Chargebee", "POINTSMAN_CHARGEBEE_SITE and POINTSMAN_CHARGEBEE_API_KEY are not set.")
    found = {(EntityType.PRODUCT, key): name for key, name in _item_prices()}
    return replace_list(FROM_BILLING, found, actor=actor)


def _item_prices() -> Iterator[tuple[str, str | None]]:
    from chargebee import Chargebee  # a second to import, for a button that is seldom pressed

    asked: dict[str, Any] = {"limit": _PER_PAGE, "status": {"is": "active"}}
    client = _client(Chargebee)
    try:
        for _ in range(MOST_PAGES):
            page = client.ItemPrice.list(asked)
            for item in (entry.item_price for entry in page.list):
                yield str(item.id), item.external_name or item.name
            if page.next_offset is None:
                return
            asked["offset"] = page.next_offset
    except Exception as error:  # its client raises bare ones for answers that are no JSON
        told = shorten(str(error).strip() or type(error).__name__, 300)
        raise BillingAway(f"Chargebee did not tell its item prices. Nothing was changed. It said: {told}") from error
    raise BillingAway(f"Chargebee tells more than {MOST_PAGES * _PER_PAGE:,} item prices. Nothing was changed.")


def _client(kind: Any) -> Any:
    """A client of the site; a whole address in place of its name leads there instead."""
    settings = get_settings()
    site = settings.chargebee_site or ""
    key = settings.chargebee_api_key.get_secret_value() if settings.chargebee_api_key else None
    client = kind(key, site, connection_time_out=_SECONDS, read_time_out=_SECONDS)
    if "://" in site:
        client.env.protocol, client.env.api_endpoint = site.partition("://")[0], f"{site.rstrip('/')}/api/v2"
    return client
