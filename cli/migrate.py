"""`pointsman migrate`: bring the database to the newest schema."""

from domain.errors import DatabaseAway, PointsmanError
from domain.settings import get_settings


def migrate() -> None:
    """Apply the missing migrations to the database and say what was done. Existing rows are never changed."""
    from sqlalchemy.exc import OperationalError  # slow to import, and only this command needs them

    from migrations.run import migrate as run

    url = get_settings().database_url
    if url is None:
        raise PointsmanError("No database is named: set POINTSMAN_DATABASE_URL, or run `pointsman up`.")
    try:
        for sentence in run(url):
            print(sentence)
    except OperationalError as error:
        raise DatabaseAway(str(error)) from error
