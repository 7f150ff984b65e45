"""What every product is filled with: the same runs, told by their numbers, the newest last.

One of 25 failed. Of a hundred, the third is the parent of the ten that follow it. Each took 20 seconds; all lie in the
last days, at equal distances.
"""

import hashlib
import uuid
from datetime import UTC, datetime, timedelta

TEMPLATES = 100
TOOK = timedelta(seconds=20)
DAYS = 6
FAILED, FAILED_EVERY = 7, 25
FAMILY, PARENT, CHILDREN = 100, 2, 10


def name_of(number: int) -> str:
    """The name of a run, in products whose runs have one."""
    return f"order-{number:08}"


def uuid_of(number: int) -> str:
    """The id of a run, in products whose runs have UUIDs; PostgreSQL makes the same of ``md5('run-' || number)``."""
    return str(uuid.UUID(hashlib.md5(f"run-{number}".encode()).hexdigest()))


def template_of(number: int) -> int:
    """The number of its template."""
    return (number + number // FAILED_EVERY) % TEMPLATES


def has_failed(number: int) -> bool:
    """Whether the run failed; all others completed."""
    return number % FAILED_EVERY == FAILED


def parent_of(number: int) -> int | None:
    """The number of the run that started it, if any."""
    place = number % FAMILY
    return number - place + PARENT if PARENT < place <= PARENT + CHILDREN else None


def begin_and_step(rows: int) -> tuple[datetime, timedelta]:
    """When the first of so many runs began (UTC), and what lies between two of them; the newest began a minute ago."""
    end = datetime.now(UTC).replace(microsecond=0) - timedelta(minutes=1)
    span = timedelta(days=DAYS)
    return end - span, span / max(rows - 1, 1)


def newest_failed(rows: int, place: int) -> int:
    """The number of the failed run at ``place`` (from 0) in the list of those, newest first."""
    last = rows - FAILED_EVERY + FAILED
    return last - place * FAILED_EVERY


def a_parent(rows: int) -> int:
    """A run from the middle that has children."""
    return rows // 2 // FAMILY * FAMILY + PARENT


def anyone(rows: int) -> int:
    """A run from the middle that neither failed nor has relatives."""
    return rows // 2 // FAMILY * FAMILY + 50
