"""Writing drafts: nobody's text is overwritten, and hostile JSON leaves a sentence and nothing else."""

import pytest
from sqlalchemy import Connection, text

from domain.errors import Conflict, InvalidInput, NotFound
from domain.json_types import JsonObject, JsonValue
from services.create_draft import create_draft
from services.get_version import get_version
from services.read_ledger import read_ledger
from services.save_draft import Manner, save_draft
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


def names_saved(version_id: str, *, version: str, note: str, seen: tuple[str, str], actor: str = AUTHOR) -> None:
    draft = get_version(version_id)
    save_draft(
        version_id,
        definition=draft.definition,
        version=version,
        note=note,
        seen_hash=draft.content_hash,
        seen_names=seen,
        actor=actor,
    )


def test_of_two_notes_the_second_is_refused_and_tells_who_wrote_the_first(template: str) -> None:
    draft = make_draft(template)
    seen = ("1.0.0", "What 1.0.0 brings")
    names_saved(draft, version="1.0.0", note="Hers", seen=seen, actor=GRACE)
    with pytest.raises(Conflict, match=r"grace@acme\.example changed the note of this draft to “Hers”"):
        names_saved(draft, version="1.0.0", note="Mine", seen=seen)
    assert get_version(draft).note == "Hers"


def test_of_two_numbers_the_second_is_refused(template: str) -> None:
    draft = make_draft(template)
    seen = ("1.0.0", "What 1.0.0 brings")
    names_saved(draft, version="1.1.0", note=seen[1], seen=seen, actor=GRACE)
    with pytest.raises(Conflict, match=r"changed the number of this draft to “1\.1\.0”"):
        names_saved(draft, version="2.0.0", note=seen[1], seen=seen)


def test_a_note_and_a_number_that_two_authors_change_both_stay(template: str) -> None:
    draft = make_draft(template)
    seen = ("1.0.0", "What 1.0.0 brings")
    names_saved(draft, version="1.1.0", note=seen[1], seen=seen, actor=GRACE)
    names_saved(draft, version=seen[0], note="Mine", seen=seen)
    assert (get_version(draft).version, get_version(draft).note) == ("1.1.0", "Mine")


def test_a_new_note_does_not_bring_an_old_text_back(template: str) -> None:
    draft = get_version(make_draft(template))
    save(draft.id, {"by": "grace"}, draft.content_hash, actor=GRACE)
    save_draft(
        draft.id,
        definition=draft.definition,
        version="1.0.0",
        note="Mine",
        seen_hash=draft.content_hash,
        actor=AUTHOR,
    )
    assert (get_version(draft.id).definition, get_version(draft.id).note) == ({"by": "grace"}, "Mine")


def typed(version_id: str, step: int, seen_hash: str, actor: str = AUTHOR, manner: Manner = Manner.AS_TYPED) -> str:
    note = get_version(version_id).note
    return save_draft(
        version_id,
        definition={"step": step},
        version="1.0.0",
        note=note,
        seen_hash=seen_hash,
        actor=actor,
        manner=manner,
    )


def saves_of(version_id: str) -> list[tuple[str, str | None]]:
    return [(row.actor, row.reason) for row in read_ledger(subject_id=version_id) if row.action == "version.save"][::-1]


def test_a_sitting_is_one_row_of_the_ledger(template: str) -> None:
    draft = make_draft(template)
    seen = get_version(draft).content_hash
    for step in range(5):
        seen = typed(draft, step, seen)
    assert get_version(draft).definition == {"step": 4}
    assert saves_of(draft) == [(AUTHOR, None)]


def test_the_sitting_of_another_author_is_another_row(template: str) -> None:
    draft = make_draft(template)
    first = typed(draft, 1, get_version(draft).content_hash)
    typed(draft, 3, typed(draft, 2, first, actor=GRACE))
    assert saves_of(draft) == [(AUTHOR, None), (GRACE, None), (AUTHOR, None)]


def test_after_half_an_hour_begins_another_sitting(template: str, database: Connection) -> None:
    draft = make_draft(template)
    first = typed(draft, 1, get_version(draft).content_hash)
    database.execute(text("ALTER TABLE pointsman.ledger DISABLE TRIGGER USER"))
    database.execute(text("UPDATE pointsman.ledger SET at = at - interval '31 minutes'"))
    typed(draft, 2, first)
    assert len(saves_of(draft)) == 2


def test_what_is_kept_on_top_of_anothers_text_says_so_in_the_ledger(template: str) -> None:
    draft = make_draft(template)
    theirs = typed(draft, 1, get_version(draft).content_hash, actor=GRACE)
    typed(draft, 2, theirs, manner=Manner.ON_TOP)
    assert saves_of(draft)[-1] == (AUTHOR, f"Kept on top of what {GRACE} saved")


def test_a_save_that_changes_nothing_leaves_no_row(template: str) -> None:
    draft = get_version(make_draft(template))
    save_draft(
        draft.id,
        definition=draft.definition,
        version="1.0.0",
        note=draft.note,
        seen_hash=draft.content_hash,
        actor=GRACE,
    )
    assert saves_of(draft.id) == []
    assert get_version(draft.id).author == AUTHOR
