"""The quick answer to "what does this database lack" is Alembic's answer."""

from sqlalchemy import Connection, create_engine, text

from migrations.run import pending
from migrations.steps import NEWEST_APPLIED, lacking, steps
from storage.database import sqlalchemy_url


def test_an_empty_database_lacks_every_step_in_alembics_order(empty_database_url: str) -> None:
    engine = create_engine(sqlalchemy_url(empty_database_url))
    with engine.connect() as connection:
        assert lacking(None) == steps() == pending(connection)
    engine.dispose()


def test_a_migrated_database_lacks_nothing(database: Connection) -> None:
    assert lacking(database.scalar(text(NEWEST_APPLIED))) == pending(database) == []
