"""Learn which products and services there are from a file, so that those without a link are seen."""

from domain.link_csv import read_entities
from services._known_entities import Learnt, replace_list

FROM_FILE = "file"


def import_entities(content: bytes, *, actor: str) -> Learnt:
    """Take a CSV file (entity_type, entity_id, name) as the whole list; an earlier file's list is forgotten.

    All of it or, when a line is wrong, nothing. Raises: InvalidInput with the line.
    """
    return replace_list(FROM_FILE, read_entities(content), actor=actor)
