"""The ledger in words."""

from datetime import UTC, datetime

import pytest

from domain.json_types import JsonObject
from services.read_ledger import LedgerRow
from ui.deeds import deed

ACTIVE_2: JsonObject = {"version": "2.0.0"}
ACTIVE_1: JsonObject = {"version": "1.0.0"}
LINK: JsonObject = {"entityType": "PRODUCT", "entityId": "gst"}


def told(action: str, before: JsonObject | None, after: JsonObject | None) -> str:
    return deed(LedgerRow(1, datetime.now(UTC), "bea", action, "version", "v1", before, after, "Because"))


@pytest.mark.parametrize(
    ("action", "before", "after", "words"),
    [
        ("version.activate", ACTIVE_1, ACTIVE_2, "Activated 2.0.0 in place of 1.0.0"),
        ("version.activate", ACTIVE_2, ACTIVE_1, "Rolled back to 1.0.0 from 2.0.0"),
        ("version.activate", {"version": None}, ACTIVE_1, "Activated 1.0.0; the template was off"),
        ("version.save", ACTIVE_1, ACTIVE_1, "Changed draft 1.0.0"),
        ("version.save", ACTIVE_1, ACTIVE_2, "Changed draft 1.0.0, now 2.0.0"),
        ("template.edit", {"name": "a"}, {"name": "b"}, "Renamed from “a” to “b”"),
        ("template.edit", {"name": "a"}, {"name": "a"}, "Changed the description"),
        ("link.add", None, LINK, "Linked product gst"),
        ("link.move", {**LINK, "template": "A"}, {**LINK, "template": "B"}, "Moved product gst here from “A”"),
        ("link.leave", {**LINK, "template": "A"}, {**LINK, "template": "B"}, "Moved product gst away to “B”"),
        ("link.expression", {"inputExpression": None}, {"inputExpression": ".a"}, "Set a link’s input expression"),
        ("link.expression", {"inputExpression": ".a"}, {"inputExpression": ".b"}, "Changed a link’s input expression"),
        ("link.expression", {"inputExpression": ".a"}, {"inputExpression": None}, "Removed a link’s input expression"),
        ("link.remove", LINK, None, "Removed the link of product gst"),
        ("something.new", None, None, "something.new v1"),
    ],
)
def test_a_deed_in_words(action: str, before: JsonObject | None, after: JsonObject | None, words: str) -> None:
    assert told(action, before, after) == words
