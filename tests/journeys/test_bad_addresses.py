"""Whatever stands in the address, every page answers with a sentence."""

from urllib.parse import quote, urlsplit

import pytest
from playwright.sync_api import expect

from services.list_templates import list_templates
from tests.journeys.definitions import published, unique
from tests.journeys.reader import Reader

NUL, LONG, MARKUP = "%00", "x" * 3000, quote("<b>![x](http://127.0.0.1:9/a.png)</b>")
NO_TEXT = "holds a character that cannot be stored or searched"
NOT_ALLOWED = ("Something went wrong", "Traceback", "Error:", "KeyError", "Exception")

ADDRESSES = {
    "/execution": "No execution is chosen",
    "/execution?id=nonsense": "There is no execution “nonsense”",
    f"/execution?id={NUL}": NO_TEXT,
    f"/execution?id={MARKUP}&tab=Nonsense": "There is no execution “<b>![x]",
    f"/version?id={LONG}": "There is no version “xxx",
    "/template?id=nonsense": "There is no template “nonsense”",
    "/compare?a=nonsense&b=nonsense": "There is no version “nonsense”",
    "/compare?template=nonsense": "Choose two versions",
    "/deliveries?source=nonsense&template=nonsense&from=nonsense&to=9999-12-31": "No delivery matches",
    "/deliveries?id=nonsense": "There is no delivery “nonsense”",
    "/deliveries?outcome=NONSENSE&older_than=nonsense": "this is no page of the list",
    f"/deliveries?outcome={MARKUP}&entity={NUL}": "Deliveries",
    "/executions?newer_than=9999-12-31T23:59:59-14:00_x": "this is no page of the list",
    f"/executions?older_than=2026-01-01T00:00:00_{NUL}": "Executions",
    "/executions?status=NONSENSE,%F0%9F%98%80&runtime=x&origin=y&kind=z": "Executions",
    "/executions?from=today&to=9999-12-31&roots=maybe": "Executions",
    f"/executions?template={MARKUP}&version=nonsense": "No execution matches",
    f"/executions?text={NUL}abc": "Executions",
    f"/templates?search={NUL}": "Templates",
    "/links?id=nonsense": "There is no link “nonsense”",
    f"/links?id={NUL}&search={LONG}&template=nonsense": "Links",
    "/start?template=nonsense&version=nonsense": "Start",
    "/start?like=nonsense": "There is no execution “nonsense”",
    f"/start?entity_type=PRODUCT&entity_id={MARKUP}&input=%7B&context=%5B%5D": "It is linked to no template",
    f"/start?entity_type=PRODUCT&entity_id={NUL}": NO_TEXT,
    "/start_many?template=nonsense&version=nonsense": "Start many",
    "/job": "No job is chosen",
    "/job?id=nonsense": "There is no job “nonsense”",
    f"/job?id={NUL}&outcome=NONSENSE": NO_TEXT,
    "/rerun": "No execution is chosen",
    "/rerun?id=nonsense": "There is no execution “nonsense”",
    f"/rerun?id={NUL}": NO_TEXT,
    f"/act?action=NONSENSE&template={MARKUP}": "Choose what should be done",
    f"/act?action=CANCEL&text={LONG}&group={NUL}": "Act on many",
    f"/recovery?group={MARKUP}&template={NUL}&mine=nonsense": "Recovery",
    "/?nonsense=1&older_than=x": "Overview",
}


@pytest.mark.parametrize("screen", sorted({urlsplit(address).path for address in ADDRESSES}))
def test_bad_addresses_are_answered_with_sentences(person: Reader, screen: str) -> None:
    if not list_templates():
        published(unique("only"), {"greet": {"set": {"done": True}}})
    for address in filter(lambda each: urlsplit(each).path == screen, ADDRESSES):
        page = person.open(address)
        expect(page.get_by_role("main").get_by_text(ADDRESSES[address]).first, address).to_be_visible()
        shown = page.get_by_role("main").inner_text()
        assert [words for words in NOT_ALLOWED if words in shown] == [], address
        assert person.complaints == [], address
