"""What would come of a list of starts, row by row, before anything is started."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session, undefer

from domain.csv_reading import read_csv
from domain.definition import input_schema
from domain.errors import InvalidInput, NotFound
from domain.json_types import JsonObject, JsonValue
from domain.json_values import MAX_CONTEXT_BYTES, check_json
from domain.start_lists.listing import ListedStart, listed_starts
from domain.start_lists.targets import check_targets, suggest_targets
from domain.vocabulary import VersionStatus
from services._service_requests import References, unknown_references
from services._start_rules import StartRules, rules_of
from services._words import optional
from services.check_definition import require_publishable
from services.find_running import busy_among
from storage.database import ReadSession, reading
from storage.shared_tables import WorkflowTemplateVersion

_AT_ONCE = 1_000


@dataclass(frozen=True)
class StartList:
    """A CSV and where its columns go; a head that ``targets`` leaves out goes where its name says."""

    version_id: str
    content: bytes
    targets: Mapping[str, str]


@dataclass(frozen=True)
class ListVerdict:
    """The rows in their order, each with its problem or None. ``busy`` counts those that fit, and whose customer or
    service request has something running; ``repeated`` those whose service request stands in an earlier row, too.
    """

    targets: Mapping[str, str]
    rows: tuple[ListedStart, ...]
    busy: int
    repeated: int

    @property
    def fitting(self) -> int:
        """How many rows would be started."""
        return sum(row.problem is None for row in self.rows)


def check_start_list(asked: StartList) -> ListVerdict:
    """Read the list and hold each row against the rules of one start; nothing is written and nothing started.

    Raises: NotFound, InvalidInput for a file that cannot be read or columns that clash, InvalidDefinition for a draft
    that could not be published.
    """
    with reading() as session:
        targets, rows = checked_rows(session, asked)
        fitting = [row for row in rows if row.problem is None]
        requests = [row.service_request_id for row in fitting if row.service_request_id]
        return ListVerdict(targets, tuple(rows), _busy(session, fitting), len(requests) - len(set(requests)))


def checked_rows(session: Session, asked: StartList) -> tuple[Mapping[str, str], list[ListedStart]]:
    """The targets that hold, and every row with its problem. Raises: as `check_start_list`."""
    version = session.get(
        WorkflowTemplateVersion,
        asked.version_id,
        options=[undefer(WorkflowTemplateVersion.definition)],
        populate_existing=True,
    )
    if version is None:
        raise NotFound("version", asked.version_id)
    if version.status is VersionStatus.DRAFT:
        require_publishable(session, version, drafts=True)
    table = read_csv(asked.content)
    schema = input_schema(version.definition) if isinstance(version.definition, dict) else None
    targets = {**suggest_targets(table.heads, schema), **asked.targets}
    targets = {head: targets[head] for head in table.heads}
    rules = rules_of(session, version)
    rows = [_judged(row, rules) for row in listed_starts(table, check_targets(targets), schema)]
    unknown = unknown_references(session, ((row.service_request_id, row.task_group_id) for row in rows))
    return targets, [_known(row, unknown) for row in rows]


def _judged(row: ListedStart, rules: StartRules) -> ListedStart:
    if row.problem:
        return row
    try:
        check_json(row.input, "input")
        check_json(row.context, "context", MAX_CONTEXT_BYTES)
        optional(row.name, "name", 200)
        problem = rules.refusal(row.input, row.context)
    except InvalidInput as refusal:
        problem = str(refusal)
    return replace(row, problem=problem)


def _known(row: ListedStart, unknown: Mapping[References, str]) -> ListedStart:
    problem = row.problem or unknown.get((row.service_request_id, row.task_group_id))
    return replace(row, problem=problem) if problem != row.problem else row


def _busy(session: ReadSession, rows: Sequence[ListedStart]) -> int:
    busy = 0
    for start in range(0, len(rows), _AT_ONCE):
        some = rows[start : start + _AT_ONCE]
        requests = {row.service_request_id for row in some if row.service_request_id}
        customers = {each for row in some if (each := customer_of(row.context))}
        known, tied = busy_among(session, customers, requests)
        busy += sum(customer_of(row.context) in known or row.service_request_id in tied for row in some)
    return busy


def customer_of(context: JsonObject) -> str | None:
    """The customer that a context names, where it does."""
    found: JsonValue = context.get("customerId")
    return found if isinstance(found, str) and found else None
