"""`pointsman migrate`: bring the database to the newest schema."""

from cli.parts.migrating import migrated
from domain.errors import PointsmanError
from domain.settings import get_settings


def migrate() -> None:
    """Apply the missing migrations to the database and say what was done. Existing rows are never changed."""
    url = get_settings().database_url
    if url is None:
        raise PointsmanError("No database is named: set POINTSMAN_DATABASE_URL, or run `pointsman up`.")
    for sentence in migrated(url):
        print(sentence)
