"""The fixed words of the product: every status, kind and outcome that is stored or shown.

The first three enums are the seed's (``WorkflowTemplateVersionStatus``, ``WorkflowLinkType``,
``WorkflowExecutionStatus``); the others are Pointsman's own.
"""

from enum import StrEnum


class VersionStatus(StrEnum):
    """Status of a version. *Active* is no status: it is the template's pointer."""

    DRAFT = "DRAFT"
    PUBLISHED = "PUBLISHED"
    DEPRECATED = "DEPRECATED"


class EntityType(StrEnum):
    """What a link joins to a template: a service-catalogue entry or a product of the billing software."""

    SERVICE_CATALOG = "SERVICE_CATALOG"
    PRODUCT = "PRODUCT"


class ExecutionStatus(StrEnum):
    """Status of an execution as stored in the shared database. FAILED stands in the seed's text only."""

    CREATED = "CREATED"
    STARTED = "STARTED"
    FAILED_TO_START = "FAILED_TO_START"
    COMPLETED = "COMPLETED"
    FAILED = "FAILED"


class RuntimeStatus(StrEnum):
    """What Temporal says of a run; NOT_FOUND where Temporal knows no such run."""

    RUNNING = "RUNNING"
    COMPLETED = "COMPLETED"
    FAILED = "FAILED"
    CANCELED = "CANCELED"
    TERMINATED = "TERMINATED"
    CONTINUED_AS_NEW = "CONTINUED_AS_NEW"
    TIMED_OUT = "TIMED_OUT"
    NOT_FOUND = "NOT_FOUND"


class ExecutionKind(StrEnum):
    """TEST marks a run of a draft, started by hand."""

    NORMAL = "NORMAL"
    TEST = "TEST"


class Origin(StrEnum):
    """What made the execution."""

    LINK = "LINK"
    MANUAL = "MANUAL"
    API = "API"
    CHILD = "CHILD"
    RERUN = "RERUN"


class Outcome(StrEnum):
    """What came of a delivery. IGNORED: an event of a kind that starts no work, kept to be seen."""

    STARTED = "STARTED"
    DUPLICATE = "DUPLICATE"
    NO_LINK = "NO_LINK"
    LINK_DISABLED = "LINK_DISABLED"
    NO_ACTIVE_VERSION = "NO_ACTIVE_VERSION"
    INVALID_INPUT = "INVALID_INPUT"
    FAILED_TO_START = "FAILED_TO_START"
    IGNORED = "IGNORED"


class JobAction(StrEnum):
    """What a job does with each of its items. START_TEST starts a draft, as marked test runs."""

    START = "START"
    START_TEST = "START_TEST"
    CANCEL = "CANCEL"
    TERMINATE = "TERMINATE"
    TERMINATE_ALONE = "TERMINATE_ALONE"
    RERUN_ORIGINAL = "RERUN_ORIGINAL"
    RERUN_ACTIVE = "RERUN_ACTIVE"
    RETRY = "RETRY"
    RETRY_START = "RETRY_START"
    FIX_DRIFT = "FIX_DRIFT"

    @property
    def is_start(self) -> bool:
        """True for what starts the rows of a list; any other action acts on executions."""
        return self in (JobAction.START, JobAction.START_TEST)


class ItemOutcome(StrEnum):
    """What came of one item of a job: of its delivery where it starts something, else DONE or NOT_POSSIBLE."""

    STARTED = "STARTED"
    NO_ACTIVE_VERSION = "NO_ACTIVE_VERSION"
    INVALID_INPUT = "INVALID_INPUT"
    FAILED_TO_START = "FAILED_TO_START"
    DONE = "DONE"
    NOT_POSSIBLE = "NOT_POSSIBLE"


class Settled(StrEnum):
    """Why a failure needs nobody any more."""

    RECOVERED = "RECOVERED"
    RETRIED = "RETRIED"
    DEALT_WITH = "DEALT_WITH"


class Format(StrEnum):
    """Dialect of a template's definitions; fixed when the template is made."""

    OPEN_WORKFLOW = "open-workflow"
    CUSTOM = "custom"


class Scope(StrEnum):
    """What a token of the HTTP API is good for: starting work, or reading."""

    START = "start"
    READ = "read"
