"""What PostgreSQL refused, told as an error of the product."""

import psycopg
from sqlalchemy.exc import DBAPIError

from domain.errors import Conflict, DatabaseAway, InvalidInput, PointsmanError, RuleBroken

RULE_BROKEN = "PM001"
"""SQLSTATE that the rule triggers raise; their message is a sentence already."""

_AWAY = (psycopg.OperationalError, psycopg.InterfaceError, psycopg.errors.QueryCanceled)
_NOT_TEXT = (psycopg.errors.CharacterNotInRepertoire, psycopg.errors.UntranslatableCharacter)
_TAKEN = {
    "WorkflowTemplateVersion_workflowTemplateId_version_key": "This template already has a version with this number.",
    "WorkflowTemplateLink_entityType_entityId_key": "This entity is linked already; an entity has one link.",
    "WorkflowTemplate_activeVersionId_key": "This version is already the active one of a template.",
}


def as_refusal(error: DBAPIError | psycopg.Error) -> PointsmanError | None:
    """Translate ``error``; None when it is a bug of ours that must stay visible as such."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    is_cut = isinstance(error, DBAPIError) and error.connection_invalidated
    if isinstance(cause, psycopg.errors.SerializationFailure | psycopg.errors.DeadlockDetected):
        return Conflict("Somebody changed the same thing at the same moment. Look again and retry.")
    if isinstance(cause, psycopg.errors.LockNotAvailable):
        return Conflict("Somebody is changing the same thing right now. Wait a moment and retry.")
    if isinstance(cause, psycopg.errors.ProgramLimitExceeded):
        return InvalidInput("text", "is too large to be stored.")
    if is_cut or isinstance(cause, _AWAY):
        return DatabaseAway(str(cause))
    if isinstance(cause, _NOT_TEXT) or (isinstance(cause, psycopg.DataError) and cause.sqlstate is None):
        return not_text()
    return _broken_rule(cause) if isinstance(cause, psycopg.Error) else None


def not_text() -> InvalidInput:
    """The refusal of the character NUL and of halves of surrogate pairs, wherever they came from."""
    return InvalidInput("text", "holds a character that cannot be stored or searched.")


def _broken_rule(cause: psycopg.Error) -> PointsmanError | None:
    if cause.sqlstate == RULE_BROKEN:
        return RuleBroken(cause.diag.message_primary or str(cause))
    if isinstance(cause, psycopg.errors.UniqueViolation):
        return Conflict(
            _TAKEN.get(cause.diag.constraint_name or "", f"This exists already: {cause.diag.message_detail}")
        )
    if isinstance(cause, psycopg.errors.ForeignKeyViolation | psycopg.errors.RestrictViolation):
        return RuleBroken(f"Something still refers to it: {cause.diag.message_detail}")
    return None
