"""Sub-workflows are executions: the row exists before the child starts, once, with parent and root."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from sqlalchemy import Connection

from domain.errors import InvalidInput, NotAllowed, NotFound
from domain.json_types import JsonObject
from domain.vocabulary import ExecutionKind, ExecutionStatus, Origin
from runtime.contracts import INTERPRETER_VERSION
from services.activate_version import activate_version
from services.deprecate_version import deprecate_version
from services.get_execution import get_execution
from services.get_tree import get_tree
from services.get_version import get_version
from services.list_executions import ExecutionFilter, list_executions
from tests.factories import (
    AUTHOR,
    make_active,
    make_child,
    make_draft,
    make_published,
    make_template,
    open_workflow,
    start,
)
from tests.storage.rows import run


@pytest.fixture
def root(database: Connection) -> str:
    """A running parent, and a template ``acme/dsc`` with an active 1.0.0 for its children."""
    make_active(make_template("DSC"), definition=open_workflow("dsc"))
    parent = make_template("Incorporation")
    make_active(parent, definition=open_workflow("all"))
    return start(parent).execution_id or ""


child_of = partial(make_child, task="/do/1/dsc", name="DSC of director 1")


def dsc_of(execution: str) -> str:
    """Template id of the children's template."""
    return get_version(get_execution(execution).version_id).template_id


def test_a_child_is_created_with_parent_root_origin_and_reason(root: str) -> None:
    found = get_execution(child_of(root, value={"director": 1}, context={"directorID": "d1"}).execution_id)
    assert (found.parent_id, found.root_id, found.status) == (root, root, ExecutionStatus.CREATED)
    assert (found.origin, found.started_by, found.input) == (Origin.CHILD, AUTHOR, {"director": 1})
    assert (found.name, found.context) == ("DSC of director 1", {"directorID": "d1"})
    assert found.reason == "Task /do/1/dsc of Incorporation"


def test_a_child_is_started_by_its_parents_run_never_by_the_dispatcher(root: str) -> None:
    assert get_execution(child_of(root).execution_id).next_attempt_at is None


def test_the_definition_comes_with_the_row(root: str) -> None:
    assert child_of(root).definition == open_workflow("dsc")


def test_asking_again_returns_the_same_row(root: str) -> None:
    assert child_of(root) == child_of(root)
    assert len(get_tree(root).members) == 2


def test_asking_again_returns_the_first_version_even_after_another_was_activated(root: str) -> None:
    first = child_of(root, version="active")
    template = dsc_of(first.execution_id)
    new = make_published(template, "2.0.0", open_workflow("dsc", version="2.0.0"))
    activate_version(new, reason="Better", seen_active_id=first.version_id, actor=AUTHOR)
    assert child_of(root, version="active") == first
    assert child_of(root, version="active", visit=2).version == "2.0.0"


def test_its_interpreter_version_is_the_one_that_is_handed_to_its_run(root: str, database: Connection) -> None:
    child = child_of(root)
    assert get_execution(child.execution_id).interpreter_version == child.interpreter_version == INTERPRETER_VERSION
    run(database, "UPDATE pointsman.execution_run SET interpreter_version = '1'")
    assert child_of(root).interpreter_version == "1"


def test_another_visit_is_another_child(root: str) -> None:
    assert child_of(root, visit=1).execution_id != child_of(root, visit=2).execution_id


def test_at_depth_three_the_root_is_still_the_root(root: str) -> None:
    child = child_of(root).execution_id
    grandchild = child_of(child).execution_id
    great = get_execution(child_of(grandchild).execution_id)
    assert (great.parent_id, great.root_id) == (grandchild, root)
    assert get_tree(great.id).root_id == root
    assert len(get_tree(great.id).members) == 4


def test_children_are_left_out_where_only_roots_are_asked_for(root: str) -> None:
    child_of(root)
    assert [row.id for row in list_executions(ExecutionFilter(roots_only=True)).rows] == [root]


def test_the_task_group_of_the_backend_gets_the_child(root: str, database: Connection) -> None:
    run(database, """INSERT INTO "ServiceRequestTaskGroup" VALUES ('group_1')""")
    child = child_of(root, group="group_1").execution_id
    assert get_execution(child).task_group_id == "group_1"


def test_an_unknown_task_group_is_refused_and_leaves_no_row(root: str) -> None:
    with pytest.raises(InvalidInput, match="The task group “group_404” is not known to the backend"):
        child_of(root, group="group_404")
    assert len(get_tree(root).members) == 1


def test_a_workflow_that_nobody_wrote_is_told(root: str) -> None:
    with pytest.raises(NotFound, match=r"no version to run as a sub-workflow “acme/dsc 9\.9\.9”"):
        child_of(root, version="9.9.9")


def test_a_parent_that_is_gone_is_told(root: str) -> None:
    with pytest.raises(NotFound, match="no parent execution “gone”"):
        child_of("gone")


def test_a_deprecated_version_starts_no_child(root: str) -> None:
    template = dsc_of(child_of(root).execution_id)
    old = make_published(template, "0.9.0", open_workflow("dsc", version="0.9.0"))
    deprecate_version(old, reason="Wrong form", actor=AUTHOR)
    with pytest.raises(NotAllowed, match="is deprecated and starts nothing new"):
        child_of(root, version="0.9.0", visit=2)


def test_an_input_that_does_not_fit_the_childs_schema_is_refused(root: str) -> None:
    template = dsc_of(child_of(root).execution_id)
    schema: JsonObject = {"type": "object", "required": ["director"]}
    strict: JsonObject = {**open_workflow("dsc", version="2.0.0"), "input": {"schema": {"document": schema}}}
    make_published(template, "2.0.0", strict)
    with pytest.raises(InvalidInput, match="does not fit the input schema"):
        child_of(root, version="2.0.0", value={}, visit=2)


def test_a_child_of_a_test_run_is_a_test_run_and_may_be_a_draft(root: str) -> None:
    make_draft(dsc_of(child_of(root).execution_id), "2.0.0", open_workflow("dsc", version="2.0.0"))
    parent = make_template("Draft parent")
    draft = make_draft(parent, definition=open_workflow("draft-parent"))
    test_run = start(parent, version_id=draft, test=True).execution_id or ""
    child = child_of(test_run, version="2.0.0").execution_id
    assert get_execution(child).kind is ExecutionKind.TEST


def test_a_child_of_a_backend_execution_belongs_to_it(root: str, database: Connection) -> None:
    run(database, "DELETE FROM pointsman.execution_run")
    child = get_execution(child_of(root).execution_id)
    assert (child.root_id, child.started_by, child.kind) == (root, "backend", ExecutionKind.NORMAL)


def test_eight_workers_that_ask_at_once_make_one_child(fresh_database_url: str) -> None:
    make_active(make_template("DSC"), definition=open_workflow("dsc"))
    parent = make_template("Incorporation")
    make_active(parent, definition=open_workflow("all"))
    root = start(parent).execution_id or ""
    with ThreadPoolExecutor(8) as pool:
        children = [future.result() for future in [pool.submit(child_of, root) for _ in range(8)]]
    assert len({child.execution_id for child in children}) == 1
    assert len(get_tree(root).members) == 2
