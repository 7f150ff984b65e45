"""Writing drafts: nobody's text is overwritten, and hostile JSON leaves a sentence and nothing else."""

import pytest
from sqlalchemy import Connection, text

from domain.errors import Conflict, InvalidInput, NotFound
from domain.json_types import JsonObject, JsonValue
from services.create_draft import create_draft
from services.get_version import get_version
from services.save_draft import save_draft
from tests.factories import AUTHOR, make_draft, make_published, make_template, open_workflow
from tests.services.hostile import HOSTILE_JSON

GRACE = "grace@acme.example"


@pytest.fixture
def template(database: Connection) -> str:
    """A template without versions."""
    return make_template()


def save(version_id: str, definition: JsonValue, seen_hash: str, actor: str = AUTHOR) -> str:
    return save_draft(version_id, definition=definition, version="1.0.0", note="n", seen_hash=seen_hash, actor=actor)


def test_a_draft_tells_author_base_note_and_number(template: str) -> None:
    base = make_published(template, "1.0.0")
    draft = create_draft(
        template, version="1.1.0", definition=open_workflow(), actor=GRACE, note=" Faster ", based_on_id=base
    )
    found = get_version(draft)
    assert (found.author, found.based_on_id, found.note, found.version) == (GRACE, base, "Faster", "1.1.0")


def test_the_document_of_a_draft_says_the_drafts_number(template: str) -> None:
    draft = create_draft(template, version="1.1.0", definition=open_workflow(), actor=AUTHOR)
    assert get_version(draft).definition == open_workflow(version="1.1.0")


def test_a_base_of_another_template_is_refused(template: str) -> None:
    foreign = make_published(make_template("Another template"))
    with pytest.raises(InvalidInput, match="must be a version of the same template"):
        create_draft(template, version="1.1.0", definition={}, actor=AUTHOR, based_on_id=foreign)


def test_a_draft_for_a_template_that_is_gone_is_refused(template: str) -> None:
    with pytest.raises(NotFound, match="There is no template “gone”"):
        make_draft("gone")


def test_saving_replaces_definition_and_hash(template: str) -> None:
    draft = get_version(make_draft(template))
    changed: JsonObject = {"any": "thing"}
    new_hash = save(draft.id, changed, draft.content_hash)
    found = get_version(draft.id)
    assert (found.definition, found.content_hash) == (changed, new_hash)
    assert new_hash != draft.content_hash


def test_saving_again_from_the_new_text_works(template: str) -> None:
    draft = get_version(make_draft(template))
    second = save(draft.id, {"step": 2}, draft.content_hash)
    save(draft.id, {"step": 3}, second)
    assert get_version(draft.id).definition == {"step": 3}


def test_a_save_from_an_old_text_overwrites_nothing_and_tells_who_was_faster(template: str) -> None:
    draft = get_version(make_draft(template))
    save(draft.id, {"by": "grace"}, draft.content_hash, actor=GRACE)
    with pytest.raises(
        Conflict, match=r"grace@acme\.example saved this draft in the meantime\. Nothing was overwritten"
    ):
        save(draft.id, {"by": "ada"}, draft.content_hash)
    assert get_version(draft.id).definition == {"by": "grace"}


def test_a_draft_of_the_backend_can_be_saved(template: str, database: Connection) -> None:
    draft = get_version(make_draft(template))
    database.execute(text("DELETE FROM pointsman.version_info"))
    save(draft.id, {"mine": True}, get_version(draft.id).content_hash, actor=GRACE)
    assert (get_version(draft.id).definition, get_version(draft.id).author) == ({"mine": True}, GRACE)


@pytest.mark.parametrize("hostile", HOSTILE_JSON)
def test_a_hostile_definition_makes_no_draft(template: str, hostile: str, database: Connection) -> None:
    with pytest.raises(InvalidInput):
        create_draft(template, version="1.0.0", definition={"do": HOSTILE_JSON[hostile]}, actor=AUTHOR)
    assert database.execute(text('SELECT count(*) FROM "WorkflowTemplateVersion"')).scalar_one() == 0


@pytest.mark.parametrize("hostile", HOSTILE_JSON)
def test_a_hostile_definition_does_not_touch_a_draft(template: str, hostile: str) -> None:
    draft = get_version(make_draft(template))
    with pytest.raises(InvalidInput):
        save(draft.id, {"do": HOSTILE_JSON[hostile]}, draft.content_hash)
    assert get_version(draft.id).definition == draft.definition


@pytest.mark.parametrize(
    "value",
    ["👩‍👩‍👧 مرحبا \u202e", "</script><b>", "line\nbreak\ttab", "\\u0000", 0, -1.5, 10**30, 0.1, True, None, [], {}],
)
def test_any_json_value_comes_back_as_it_was(template: str, value: JsonValue) -> None:
    draft = create_draft(template, version="1.0.0", definition={"value": value, "": value}, actor=AUTHOR)
    assert get_version(draft).definition == {"value": value, "": value}
