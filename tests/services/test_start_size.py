"""Definition, context and input travel to Temporal in one payload: too large is refused before anything is sent."""

import pytest

from domain.errors import InvalidInput
from domain.json_types import JsonObject
from domain.sending import LARGEST_START, sent_size
from domain.vocabulary import EntityType, Outcome, RuntimeStatus
from runtime.service import temporal
from services._intake import Receipt
from services.get_tree import get_tree
from services.list_deliveries import get_delivery
from services.list_executions import list_executions
from services.receive_event import Event, receive_event
from services.start_execution import StartOrder, start_execution
from tests.factories import (
    AUTHOR,
    make_active,
    make_child,
    make_custom_template,
    make_draft,
    make_link,
    make_template,
    open_workflow,
    start,
)

pytestmark = pytest.mark.usefixtures("database", "temporal_address")
LARGE = open_workflow("large", do=[{"keep": {"set": {"note": "x" * 1_000_000}}}])
LARGE_CUSTOM: JsonObject = {"steps": ["x" * 1_000_000]}


def filling(definition: JsonObject, *, room: int = 0, context: JsonObject | None = None) -> JsonObject:
    """The largest input that still goes with this definition, ``room`` bytes smaller."""
    taken = sent_size(definition) + sent_size(context or {}) + sent_size({"text": ""})
    return {"text": "x" * (LARGEST_START - taken - room)}


def refused_without_a_trace(receipt: Receipt) -> str:
    row, _ = get_delivery(receipt.delivery_id)
    assert (receipt.outcome, receipt.execution_id) == (Outcome.INVALID_INPUT, None)
    assert (row.outcome, row.detail) == (Outcome.INVALID_INPUT, receipt.detail)
    assert list_executions().rows == ()
    return receipt.detail or ""


def test_just_under_the_limit_it_runs_on_temporal() -> None:
    template = make_template()
    make_active(template, definition=LARGE)
    execution = start(template, filling(LARGE)).execution_id or ""
    assert temporal().describe(execution).runtime_status is RuntimeStatus.RUNNING


def test_just_over_the_limit_it_is_refused_with_the_sizes_and_nothing_is_sent() -> None:
    template = make_template()
    make_active(template, definition=LARGE)
    told = refused_without_a_trace(start(template, filling(LARGE, room=-1)))
    assert "2,080,769 bytes as they are sent (definition 1,000,1" in told
    assert "at most 2,080,768 are taken" in told


def test_the_context_counts() -> None:
    template = make_template()
    make_active(template, definition=LARGE)
    context: JsonObject = {"customer": "c"}
    order = StartOrder(template, filling(LARGE, room=-1, context=context), "Asked for", context=context)
    assert "context 16" in refused_without_a_trace(start_execution(order, actor=AUTHOR))


def test_letters_that_grow_on_their_way_count_as_they_are_sent() -> None:
    template = make_template()
    make_active(template)
    assert "2,400,0" in refused_without_a_trace(start(template, {"text": "é" * 400_000}))


def test_an_event_leaves_a_delivery_that_says_so() -> None:
    template = make_template()
    make_active(template, definition=LARGE)
    make_link(template)
    event = Event("chargebee", "ev_1", EntityType.PRODUCT, "us-incorporation", filling(LARGE, room=-1))
    refused_without_a_trace(receive_event(event, actor="chargebee"))


def test_a_test_run_of_a_draft_is_refused_alike() -> None:
    template = make_template()
    draft = make_draft(template, definition=LARGE)
    refused_without_a_trace(start(template, filling(LARGE, room=-1), version_id=draft, test=True))


@pytest.mark.parametrize("context", [{}, {"kept": "by Pointsman, not sent"}])
def test_a_custom_workflow_starts_just_under_the_limit_whatever_its_context(context: JsonObject) -> None:
    template = make_custom_template("nobody-polls")
    make_active(template, definition=LARGE_CUSTOM)
    order = StartOrder(template, filling(LARGE_CUSTOM, context={}, room=-2), "Asked for", context=context)
    execution = start_execution(order, actor=AUTHOR).execution_id or ""
    assert temporal().describe(execution).runtime_status is RuntimeStatus.RUNNING


def test_a_custom_workflow_is_refused_just_over_it() -> None:
    template = make_custom_template("nobody-polls")
    make_active(template, definition=LARGE_CUSTOM)
    refused_without_a_trace(start(template, filling(LARGE_CUSTOM, room=-3)))


def test_a_sub_workflow_is_refused_before_it_has_a_row() -> None:
    make_active(make_template("Large"), definition=LARGE)
    parent = make_template()
    make_active(parent)
    root = start(parent).execution_id or ""
    with pytest.raises(InvalidInput, match="too large to be handed to Temporal at once"):
        make_child(root, workflow="large", value=filling(LARGE, room=-1))
    assert len(get_tree(root).members) == 1
