"""Two people edit, publish and activate one template at once, again and again: the rules hold, the ledger is true."""

import os
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from domain.errors import Conflict, NotAllowed
from domain.json_values import content_hash
from domain.vocabulary import VersionStatus
from services._activation import Activation
from services.get_template import get_template
from services.get_version import get_version
from services.list_links import LinkFilter, list_links
from services.list_versions import list_versions
from services.publish_version import publish_version
from services.read_history import read_history
from services.read_impact import read_impact
from services.read_ledger import LedgerRow, read_ledger
from services.save_draft import save_draft
from services.set_link_enabled import set_link_enabled
from tests.factories import make_draft, make_link, make_template, open_workflow

ROUNDS = int(os.environ.get("POINTSMAN_TEST_ROUNDS", "15"))
PEOPLE = ("bea@acme.example", "cleo@acme.example")
Deeds = Counter[tuple[str, str]]


@pytest.fixture
def raced(fresh_database_url: str) -> tuple[str, Deeds]:
    """The template after the rounds, and what each person was told to have done."""
    template, done = make_template(), Deeds()
    make_link(template, "gst")
    barrier = Barrier(2)
    with ThreadPoolExecutor(2) as pool:
        for number in range(ROUNDS):
            draft = make_draft(template, f"1.{number}.0")
            for told in pool.map(lambda actor, draft=draft: work(template, draft, actor, barrier), PEOPLE):
                done += told
    return template, done


def work(template: str, draft: str, actor: str, barrier: Barrier) -> Deeds:
    """Look, edit, look again, publish and activate, disable or enable the link; a refusal ends it."""
    done = Deeds()
    began = get_version(draft)
    barrier.wait()
    try:
        mine = open_workflow(do=[{"greet": {"set": {"by": actor}}}], version=began.version)
        save_draft(draft, definition=mine, version=began.version, note=actor, seen_hash=began.content_hash, actor=actor)
        done[actor, "version.save"] += 1
    except (Conflict, NotAllowed):
        pass
    seen = read_impact(draft).seen
    try:
        publish_version(draft, actor=actor, seen=seen, activate=Activation("Mine", seen.active_version_id))
        done[actor, "version.publish"] += 1
        done[actor, "version.activate"] += 1
    except (Conflict, NotAllowed):
        [link] = list_links(LinkFilter(template_id=template)).rows
        set_link_enabled(link.id, not link.enabled, actor=actor, reason="Meanwhile")
        done[actor, "link.disable" if link.enabled else "link.enable"] += 1
    return done


def test_the_ledger_tells_the_true_story(raced: tuple[str, Deeds]) -> None:
    template, done = raced
    rows = read_ledger(template_id=template, limit=10_000)[::-1]
    assert Counter((row.actor, row.action) for row in rows if row.actor in PEOPLE) == done
    assert moves_join(rows) == get_template(template).active_version_id
    assert all(each.is_start_known and each.is_end_known for each in read_history(template).periods)
    versions = list_versions(template)
    assert len(versions) == ROUNDS
    assert any(action == "version.activate" for _, action in done)
    for version in versions:
        assert published_as_last_saved(version.id, [row for row in rows if row.subject_id == version.id])


def moves_join(rows: list[LedgerRow]) -> object:
    """Each move begins where the one before ended; gives where the last one ended."""
    at: object = None
    for row in rows:
        if row.action == "version.activate":
            assert row.before is not None
            assert row.after is not None
            assert row.before["activeVersionId"] == at
            at = row.after["activeVersionId"]
    return at


def published_as_last_saved(version_id: str, rows: list[LedgerRow]) -> bool:
    """One publication at most, of what was written last; nothing was written after it."""
    written = [(row.after or {})["contentHash"] for row in rows if row.action in ("version.draft", "version.save")]
    published = [row for row in rows if row.action == "version.publish"]
    detail = get_version(version_id)
    if detail.status is VersionStatus.DRAFT:
        return not published
    [deed] = published
    after = deed.after or {}
    return after["contentHash"] == written[-1] == content_hash(detail.definition)
