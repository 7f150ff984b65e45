"""Which migrations a database lacks, told without Alembic, whose import takes longer than a start can spare."""

from pathlib import Path

TABLE = "pointsman.migration"
NEWEST_APPLIED = "SELECT version_num FROM pointsman.migration"


def steps() -> list[str]:
    """The revisions of all migrations, oldest first; ``m0003_rules.py`` holds revision 0003."""
    return sorted(path.stem[1:5] for path in (Path(__file__).parent / "versions").glob("m[0-9]*.py"))


def lacking(newest_applied: str | None) -> list[str]:
    """The revisions that come after this one, oldest first."""
    return [step for step in steps() if newest_applied is None or step > newest_applied]
