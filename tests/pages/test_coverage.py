"""Coverage: four numbers that lead on, and what has no link."""

import pytest

from services.import_entities import import_entities
from services.list_links import list_links
from services.set_link_enabled import set_link_enabled
from tests.factories import AUTHOR, buy, make_active, make_link, make_template
from tests.pages.conftest import Opener
from tests.pages.reading import column, words

pytestmark = pytest.mark.usefixtures("database")
HOSTILE = "<img src=x> **b** :red[x] شركة"


def test_where_nothing_is_known_all_is_well(open_page: Opener) -> None:
    told = words(open_page("coverage"))
    assert "Everything that is known has a link" in told
    assert told.count("✓ None") == 4


def test_what_was_asked_for_or_named_without_a_link_is_listed(open_page: Opener) -> None:
    buy(HOSTILE)
    import_entities(b"entity_type,entity_id,name\nSERVICE_CATALOG,gst,GST registration\n", actor="bea")
    page = open_page("coverage")
    assert column(page, "Entity") == [HOSTILE, "gst"]
    assert column(page, "Type") == ["Product", "Service catalogue"]
    assert column(page, "Name")[1] == "GST registration"
    assert column(page, "Known from") == ["deliveries", "a file"]
    assert column(open_page("coverage", search="REGIS"), "Entity") == ["gst"]
    assert column(open_page("coverage", type="PRODUCT"), "Entity") == [HOSTILE]
    assert "Nothing matches" in words(open_page("coverage", search="zzz"))


def test_the_numbers_of_links_are_those_of_their_lists(open_page: Opener) -> None:
    on = make_template("On")
    make_active(on)
    make_link(make_template("Off"), "off")
    paused = make_link(on, "paused")
    set_link_enabled(paused, False, actor=AUTHOR, reason="Paused")
    buy("paused")
    told = words(open_page("coverage"))
    assert [told.count(each) for each in ("### 1", "### ✓ None", "### :green[✓ None]")] == [2, 0, 2]
    for gap, entities in {"off": ["off"], "refused": ["paused"]}.items():
        assert column(open_page("links", gap=gap), "Entity") == entities
    assert len(list_links().rows) == 2


def test_without_a_key_chargebee_cannot_be_asked(open_page: Opener) -> None:
    button = open_page("coverage").button(key="coverage.billing.open")
    assert button.disabled
    assert "POINTSMAN_CHARGEBEE_API_KEY" in button.help.replace("\\", "")
