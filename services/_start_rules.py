"""What an input must be so that a version may be started with it."""

from dataclasses import dataclass
from functools import cached_property

from sqlalchemy.orm import Session

from domain.definition import check_input
from domain.errors import InvalidInput
from domain.json_types import JsonObject, JsonValue
from domain.json_values import as_object
from domain.sending import check_sizes, sent_size
from domain.vocabulary import Format
from services._versions import settings_of
from storage.shared_tables import WorkflowTemplateVersion


@dataclass(frozen=True)
class StartRules:
    """The rules of one version, for as many inputs as there are.

    Custom versions check their input themselves, and their workflows are not handed the context.
    """

    definition: JsonValue
    is_custom: bool

    @classmethod
    def of(cls, session: Session, version: WorkflowTemplateVersion) -> "StartRules":
        """Read the rules of a version whose definition is loaded."""
        is_custom = settings_of(session, version.template_id).format is Format.CUSTOM
        return cls(version.definition, is_custom)

    def refusal(self, value: JsonValue, context: JsonObject | None) -> str | None:
        """Why the version cannot be started with this input and context, or None."""
        try:
            if not self.is_custom:
                check_input(value, as_object(self.definition, "definition"))
            sizes = {"definition": self._definition_size, "input": sent_size(value)}
            check_sizes(sizes if self.is_custom else {**sizes, "context": sent_size(context or {})})
        except InvalidInput as refusal:
            return str(refusal)
        return None

    @cached_property
    def _definition_size(self) -> int:
        return sent_size(self.definition)
