"""Products whose purchase starts something that takes long enough to be interrupted."""

from domain.json_types import JsonValue
from tests.factories import calling, make_active, make_link, make_template, open_workflow

INCORPORATION = "us-incorporation"
FAMILY = "family-office"
DIRECTORS = 3

_PAUSE: JsonValue = {"pause": {"wait": {"seconds": 1}}}
_GREET: JsonValue = {"greet": {"set": {"greeting": '${ "Hello, " + .event }'}}}


def offer_incorporation() -> None:
    """One execution: a wait, then an expression."""
    _offer(INCORPORATION, [_PAUSE, _GREET])


def offer_family() -> None:
    """One execution for the family, below it one for each director, below each of these one for the signature."""
    directors: JsonValue = {
        "for": {"each": "director", "in": f"${{ [range({DIRECTORS})] }}"},
        "do": calling("director"),
        "metadata": {"pointsman/parallel": True},
    }
    _make("signature", [_PAUSE, {"sign": {"set": {"signed": True}}}])
    _make("director", [_PAUSE, *calling("signature")])
    _offer(FAMILY, [{"directors": directors}])


def _offer(product: str, do: list[JsonValue]) -> None:
    make_link(_make(product, do), product)


def _make(name: str, do: list[JsonValue]) -> str:
    template = make_template(name)
    make_active(template, definition=open_workflow(name, do=do))
    return template
