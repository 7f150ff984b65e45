"""Make a job of a list of starts; workers start its rows, wherever they are interrupted."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import insert
from sqlalchemy.dialects.postgresql import insert as insert_or_find

from domain.errors import InvalidInput, NotFound
from domain.ids import new_id
from domain.lifecycle import VersionFacts, check_can_start
from domain.start_lists.listing import ListedStart
from domain.vocabulary import JobAction, Outcome, VersionStatus
from services._ledger import record
from services._words import required
from services.check_start_list import StartList, checked_rows
from storage.database import WriteSession, transaction
from storage.own_tables import Job, JobItem
from storage.shared_tables import WorkflowTemplate, WorkflowTemplateVersion, utc_now

_AT_ONCE = 500


@dataclass(frozen=True)
class JobOrder:
    """What to make a job of. ``key`` becomes its id, so that the same order again makes no second one."""

    listed: StartList
    name: str
    reason: str
    key: str = field(default_factory=new_id)


def create_start_job(order: JobOrder, *, actor: str) -> str:
    """Keep every row of the list and return the job's id.

    Rows that fit are started by workers from now on, each once; rows that do not are kept as INVALID_INPUT with the
    reason. A draft starts as test runs, and what is left of them no more once it is published. Raises: NotFound,
    NotAllowed for a version that starts nothing new, InvalidInput for a list that cannot be read or of which no row
    fits, InvalidDefinition for a draft that could not be published.
    """
    reason = required(order.reason, "reason", 1000)
    job_id, name = required(order.key, "key"), required(order.name, "name")
    with transaction() as session:
        version = _startable(session, order.listed.version_id)
        _, rows = checked_rows(session, order.listed)
        fitting = sum(row.problem is None for row in rows)
        if not fitting:
            raise InvalidInput("list", f"none of its {len(rows):,} rows fits. The first one: {rows[0].problem}")
        action = JobAction.START_TEST if version.status is VersionStatus.DRAFT else JobAction.START
        job = {
            "id": job_id,
            "action": action,
            "name": name,
            "template_id": version.template_id,
            "version_id": version.id,
        }
        made = {**job, "created_by": actor, "created_at": utc_now(), "reason": reason}
        found = insert_or_find(Job).values(**made).on_conflict_do_nothing().returning(Job.id)
        if session.scalar(found) is None:
            return job_id
        for start in range(0, len(rows), _AT_ONCE):
            session.execute(insert(JobItem), [_values(job_id, row) for row in rows[start : start + _AT_ONCE]])
        record(
            session,
            actor,
            "start_job.create",
            ("start_job", job_id),
            template_id=version.template_id,
            after={
                "name": name,
                "action": action.value,
                "versionId": version.id,
                "rows": len(rows),
                "fitting": fitting,
            },
            reason=reason,
        )
    return job_id


def _startable(session: WriteSession, version_id: str) -> WorkflowTemplateVersion:
    version = session.get(WorkflowTemplateVersion, version_id)
    if version is None:
        raise NotFound("version", version_id)
    template = session.get_one(WorkflowTemplate, version.template_id)
    is_active = template.active_version_id == version.id
    is_draft = version.status is VersionStatus.DRAFT
    check_can_start(VersionFacts(version.version, version.status, is_active), test=is_draft)
    return version


def _values(job_id: str, row: ListedStart) -> Mapping[str, object]:
    is_bad = row.problem is not None
    return {
        "job_id": job_id,
        "number": row.number,
        "name": row.name,
        "input": row.input,
        "context": row.context or None,
        "service_request_id": row.service_request_id,
        "task_group_id": row.task_group_id,
        "outcome": Outcome.INVALID_INPUT if is_bad else None,
        "detail": row.problem,
        "done_at": utc_now() if is_bad else None,
    }
