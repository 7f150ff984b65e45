"""Tells a workflow which secrets there are, and never what they are."""

from secrets import token_hex

from temporalio import activity
from temporalio.exceptions import ApplicationError

from runtime.activities.secret_store import SecretsUnreadable, secrets
from runtime.call_contracts import DESCRIBE_SECRETS, SecretShapes
from runtime.calls.secrets import placeholders_of


@activity.defn(name=DESCRIBE_SECRETS)
def describe_secrets(declared: list[str]) -> SecretShapes:
    """Placeholders in the shape of those declared secrets that are available.

    The mark in them is new for each run and cannot be guessed: a text that somebody sends in never becomes a secret.
    Raises: ApplicationError, to be tried again, while the secrets of this worker cannot be read.
    """
    try:
        known = secrets()
    except SecretsUnreadable as error:
        raise ApplicationError(str(error), type="SecretsUnreadable") from None
    mark = token_hex(8)
    return SecretShapes(mark, placeholders_of({name: known[name] for name in declared if name in known}, mark))
