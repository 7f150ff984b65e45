"""What an input must be so that a version may be started with it."""

from dataclasses import dataclass
from functools import cached_property
from threading import Lock

from cachetools import LRUCache, cached
from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.definition import check_input
from domain.errors import InvalidInput
from domain.json_types import JsonObject, JsonValue
from domain.json_values import as_object
from domain.sending import check_sizes, sent_size
from domain.vocabulary import Format, VersionStatus
from services._versions import settings_of
from storage.shared_tables import WorkflowTemplateVersion

_KEPT_BYTES = 16 * 1024 * 1024
"""How much of published definitions, as they are sent, a process keeps."""


@dataclass(frozen=True)
class StartRules:
    """The rules of one version, for as many inputs as there are.

    Custom versions check their input themselves, and their workflows are not handed the context.
    """

    definition: JsonValue
    is_custom: bool

    def refusal(self, value: JsonValue, context: JsonObject | None) -> str | None:
        """Why the version cannot be started with this input and context, or None."""
        try:
            if not self.is_custom:
                check_input(value, as_object(self.definition, "definition"))
            sizes = {"definition": self.definition_size, "input": sent_size(value)}
            check_sizes(sizes if self.is_custom else {**sizes, "context": sent_size(context or {})})
        except InvalidInput as refusal:
            return str(refusal)
        return None

    @cached_property
    def definition_size(self) -> int:
        """Bytes of the definition as Temporal's JSON converter writes it."""
        return sent_size(self.definition)


@dataclass(frozen=True)
class Startable:
    """A version as a start needs it, without its definition."""

    template_id: str
    template_name: str
    version_id: str
    version: str
    status: VersionStatus
    is_custom: bool

    def rules(self, session: Session) -> StartRules:
        """The rules of the version; a process keeps those of what can never be edited (rule 2)."""
        if self.status is VersionStatus.DRAFT:
            return _read_rules(session, self.version_id, self.is_custom)
        return _frozen_rules(session, self.version_id, self.is_custom)


def rules_of(session: Session, version: WorkflowTemplateVersion) -> StartRules:
    """The rules of a version whose definition is loaded."""
    is_custom = settings_of(session, version.template_id).format is Format.CUSTOM
    return StartRules(version.definition, is_custom)


_kept: LRUCache[str, StartRules] = LRUCache(_KEPT_BYTES, getsizeof=lambda rules: rules.definition_size)


def _key(_session: Session, version_id: str, _is_custom: bool) -> str:
    return version_id


def _read_rules(session: Session, version_id: str, is_custom: bool) -> StartRules:
    version = WorkflowTemplateVersion
    return StartRules(session.scalars(select(version.definition).where(version.id == version_id)).one(), is_custom)


_frozen_rules = cached(_kept, key=_key, lock=Lock())(_read_rules)
