"""Whatever a context or an input holds, its facts can be listed: a list must never stop a start."""

import json

from hypothesis import example, given
from hypothesis import strategies as st
from sqlalchemy import Engine, text

from domain.json_types import JsonValue

TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\0"))
NUMBERS = st.integers(-(10**40), 10**40) | st.floats(allow_nan=False, allow_infinity=False)
SCALARS = st.none() | st.booleans() | NUMBERS | TEXTS
VALUES: st.SearchStrategy[JsonValue] = st.recursive(
    SCALARS, lambda inner: st.lists(inner) | st.dictionaries(TEXTS, inner), max_leaves=20
)
FACTS = text("SELECT pointsman.facts_of(CAST(:body AS jsonb))")


@given(st.lists(VALUES, min_size=1))
@example([0])
@example([None, 0, [0], {"": 0}])
def test_any_json_has_facts(database_engine: Engine, bodies: list[JsonValue]) -> None:
    with database_engine.connect() as connection:
        found = connection.execute(FACTS, {"body": json.dumps(bodies)}).scalar_one()
    assert all(isinstance(fact, int) for fact in found)
