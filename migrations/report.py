"""What a migration did, said in sentences that ``pointsman migrate`` prints."""

from alembic import context


def say(sentence: str) -> None:
    """Add ``sentence`` to the report of this run."""
    context.config.attributes["said"].append(sentence)
