"""The errors that the product expects; ``str(error)`` is a sentence a person can act on."""


class PointsmanError(Exception):
    """Base of every expected error."""


class NotFound(PointsmanError):
    """No such thing under this id."""

    def __init__(self, kind: str, key: str) -> None:
        self.kind, self.key = kind, key
        super().__init__(f"There is no {kind} “{shorten(key)}”. It may have been deleted, or the link is wrong.")


class HistoryGone(NotFound):
    """Temporal keeps nothing of a run: it never ran there, it was deleted there, or its time (retention) is over."""

    def __init__(self, execution_id: str) -> None:
        self.kind, self.key = "history on Temporal", execution_id
        told = f"Temporal keeps no history of the execution “{shorten(execution_id)}”"
        PointsmanError.__init__(self, f"{told}: it never ran there, or its history was kept for a time that is over.")


class InvalidInput(PointsmanError):
    """Something that was typed or sent is wrong; ``where`` names the field or JSON Pointer."""

    def __init__(self, where: str, what: str) -> None:
        self.where, self.what = where, what
        super().__init__(f"{where}: {what}")


class InvalidDefinition(PointsmanError):
    """A definition breaks its language; ``problems`` holds every (JSON Pointer, sentence)."""

    def __init__(self, problems: tuple[tuple[str, str], ...]) -> None:
        self.problems = problems
        listed = "; ".join(f"{pointer or '/'}: {message}" for pointer, message in problems[:5])
        more = f"; and {len(problems) - 5} more" if len(problems) > 5 else ""
        super().__init__(f"The definition is not valid. {listed}{more}")


class NotAllowed(PointsmanError):
    """A lifecycle rule forbids this; the sentence tells the rule and the way out."""


class Conflict(PointsmanError):
    """Somebody or something else changed the subject meanwhile; look again, then decide."""


class RuleBroken(PointsmanError):
    """The database itself refused a change that would break a rule."""


class DatabaseAway(PointsmanError):
    """PostgreSQL cannot be reached or does not answer in time."""

    def __init__(self, detail: str = "") -> None:
        self.detail = detail
        super().__init__("The database cannot be reached right now. Look again in a moment before you repeat it.")


class TemporalAway(PointsmanError):
    """Temporal cannot be reached or does not answer in time."""

    def __init__(self, detail: str = "") -> None:
        self.detail = detail
        super().__init__("Temporal cannot be reached right now. What is running goes on; try again in a moment.")


class WorkerAway(PointsmanError):
    """Temporal answers, but no worker does."""

    def __init__(self, detail: str = "") -> None:
        self.detail = detail
        super().__init__("No worker answers for this execution right now. Nothing was changed; try again in a moment.")


class StartRefused(PointsmanError):
    """Temporal refused a start for good; trying again unchanged would be refused again."""


class RuntimeRefused(PointsmanError):
    """A running workflow refused a request, for example a task that is no longer open."""


class PartlyDone(PointsmanError):
    """A request on several things stopped half-way; the same request again does the rest."""

    def __init__(self, done: int, total: int, cause: PointsmanError) -> None:
        self.done, self.total, self.cause = done, total, cause
        super().__init__(f"Done for {done:,} of {total:,}, then it stopped. {cause} Ask again to do the rest.")


class Unauthenticated(PointsmanError):
    """A caller of the HTTP API showed no token that holds."""

    def __init__(self) -> None:
        super().__init__(
            "The token is unknown or revoked. Make one with `pointsman tokens create NAME`, or on the page API tokens."
        )


class ScopeMissing(PointsmanError):
    """A token is not good for this; ``scope`` is what it lacks."""

    def __init__(self, name: str, scope: str) -> None:
        self.scope = scope
        super().__init__(
            f"The token “{shorten(name)}” has not the scope “{scope}” that this needs. Scopes never change: "
            "make another token."
        )


def shorten(text: str, limit: int = 80) -> str:
    """Cut ``text`` to ``limit`` characters, with an ellipsis where something is left out."""
    return text if len(text) <= limit else text[: limit - 1] + "…"
