"""Locks on things that have no row of their own; they end with the transaction."""

from sqlalchemy import func, select

from storage.database import WriteSession


def lock(session: WriteSession, name: str) -> None:
    """Wait for the lock. Raises: Conflict (from the transaction) when that takes too long."""
    session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(name, 0))))


def try_lock(session: WriteSession, name: str) -> bool:
    """Take the lock if nobody has it."""
    return session.scalar(select(func.pg_try_advisory_xact_lock(func.hashtextextended(name, 0)))) is True
