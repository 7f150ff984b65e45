"""What publishing or activating a version, or switching a template off, would do: the facts to look at before."""

from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import func, select
from sqlalchemy.orm import Session, undefer

from domain.diff.comparing import diff
from domain.diff.telling import ChangeLine, lines_of
from domain.errors import NotFound
from domain.json_types import JsonValue
from domain.reading_order import reading_order
from domain.vocabulary import ExecutionStatus, Format, VersionStatus
from services._callers import Caller, callers_by_name
from services._seen import LinkSeen, Seen, look
from services._steps import SmallStep, small_step
from services._versions import info_of, settings_of
from storage.database import reading
from storage.shared_tables import WorkflowExecution, WorkflowTemplate, WorkflowTemplateVersion

COUNT_LIMIT = 1000


@dataclass(frozen=True)
class RunningOn:
    """Started executions of one version, counted up to 1,000."""

    version_id: str
    version: str
    executions: int


@dataclass(frozen=True)
class Standing:
    """Where the points of a template are and what hangs on them; ``seen`` binds a decision to it.

    ``callers`` run the active version, by its number or as the active one; none while the template is off.
    """

    template_id: str
    template_name: str
    format: Format
    active_version: str | None
    running: tuple[RunningOn, ...]
    callers: tuple[Caller, ...]
    seen: Seen

    @property
    def links(self) -> tuple[LinkSeen, ...]:
        """What starts this template, enabled or not."""
        return self.seen.links


@dataclass(frozen=True)
class Base:
    """The version that a draft was begun from."""

    version_id: str
    version: str
    definition: JsonValue


@dataclass(frozen=True)
class Impact:
    """A version beside what is active now. ``active_definition`` is None while the template is off.

    ``callers`` run it under its own name, as the active version or by its number. ``base`` is set for a draft that was
    begun from another version than the one that is active now.
    """

    standing: Standing
    version_id: str
    version: str
    status: VersionStatus
    definition: JsonValue
    active_definition: JsonValue
    callers: tuple[Caller, ...]
    base: Base | None

    @property
    def seen(self) -> Seen:
        """What a decision is bound to."""
        return self.standing.seen

    @property
    def left_callers(self) -> tuple[Caller, ...]:
        """Those that run the active version under a name that this one does not have: they would find nothing."""
        known = {each.version_id for each in self.callers}
        return tuple(each for each in self.standing.callers if each.follows and each.version_id not in known)

    @cached_property
    def lines(self) -> tuple[ChangeLine, ...]:
        """What changes for new executions, in plain words; nothing while the template is off."""
        return () if self.active_definition is None else _lines(self.active_definition, self.definition)

    @cached_property
    def moved(self) -> tuple[ChangeLine, ...]:
        """What the active version changed of the draft's base; nothing where that is still the active version."""
        return _lines(self.base.definition, self.active_definition) if self.base else ()

    @cached_property
    def drafted(self) -> tuple[ChangeLine, ...]:
        """What the draft changes of its base; nothing where that is still the active version."""
        return _lines(self.base.definition, self.definition) if self.base else ()

    @cached_property
    def small_step(self) -> SmallStep | None:
        """Set where a draft's number makes a smaller step than its changes ask for."""
        active, is_draft = self.standing.active_version, self.status is VersionStatus.DRAFT
        if active is None or not is_draft or self.standing.format is Format.CUSTOM:
            return None
        return small_step(active, self.active_definition, self.version, self.definition)


def read_impact(version_id: str) -> Impact:
    """Read all facts in one transaction, without the data of any execution. Raises: NotFound."""
    with reading() as session:
        version = _version(session, version_id)
        if version is None:
            raise NotFound("version", version_id)
        template = session.get_one(WorkflowTemplate, version.template_id)
        active = _version(session, template.active_version_id)
        return Impact(
            standing=_standing(session, template, version, active),
            version_id=version.id,
            version=version.version,
            status=version.status,
            definition=version.definition,
            active_definition=active.definition if active else None,
            callers=callers_by_name(session, version.definition, version.version),
            base=_moved_base(session, version, active),
        )


def read_standing(template_id: str) -> Standing:
    """The same for a template that is to be switched off. Raises: NotFound."""
    with reading() as session:
        template = session.get(WorkflowTemplate, template_id)
        if template is None:
            raise NotFound("template", template_id)
        active = _version(session, template.active_version_id)
        return _standing(session, template, None, active)


def _version(session: Session, version_id: str | None) -> WorkflowTemplateVersion | None:
    options = [undefer(WorkflowTemplateVersion.definition)]
    return session.get(WorkflowTemplateVersion, version_id, options=options) if version_id else None


def _moved_base(
    session: Session, version: WorkflowTemplateVersion, active: WorkflowTemplateVersion | None
) -> Base | None:
    info = info_of(session, version.id)
    base = _version(session, info.based_on_id if info else None)
    if base is None or active is None or base.id == active.id or version.status is not VersionStatus.DRAFT:
        return None
    return Base(base.id, base.version, base.definition)


def _lines(before: JsonValue, after: JsonValue) -> tuple[ChangeLine, ...]:
    old, new = reading_order(before), reading_order(after)
    return tuple(lines_of(diff(old, new), old, new))


def _standing(
    session: Session,
    template: WorkflowTemplate,
    version: WorkflowTemplateVersion | None,
    active: WorkflowTemplateVersion | None,
) -> Standing:
    return Standing(
        template_id=template.id,
        template_name=template.name,
        format=settings_of(session, template.id).format,
        active_version=active.version if active else None,
        running=_running(session, template.id),
        callers=callers_by_name(session, active.definition, active.version) if active else (),
        seen=look(session, template, version),
    )


def _running(session: Session, template_id: str) -> tuple[RunningOn, ...]:
    version, execution = WorkflowTemplateVersion, WorkflowExecution
    started = (
        select(execution.id)
        .where(execution.version_id == version.id, execution.status == ExecutionStatus.STARTED)
        .limit(COUNT_LIMIT)
        .correlate(version)
        .subquery()
    )
    count = select(func.count()).select_from(started.lateral()).scalar_subquery()
    query = select(version.id, version.version, count).where(version.template_id == template_id)
    found = [RunningOn(*row) for row in session.execute(query.order_by(version.created_at.desc()))]
    return tuple(each for each in found if each.executions)
