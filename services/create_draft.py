"""Write a new draft: from scratch, from an upload, or based on another version."""

from domain.definition import check_storable, with_document_version
from domain.errors import InvalidInput
from domain.json_types import JsonValue
from domain.json_values import content_hash
from domain.lifecycle import check_semver
from services._ledger import record
from services._versions import lock_template
from services._words import optional
from storage.database import WriteSession, transaction
from storage.own_tables import VersionInfo
from storage.shared_tables import WorkflowTemplateVersion


def create_draft(
    template_id: str,
    *,
    version: str,
    definition: JsonValue,
    actor: str,
    note: str | None = None,
    based_on_id: str | None = None,
    reason: str | None = None,
) -> str:
    """Add a draft to a template and return its id.

    The definition may still be unfinished, but must be a JSON object of at most 1 MiB; ``document.version`` is set to
    ``version``; ``reason`` is kept in the ledger. Raises: NotFound, InvalidInput, Conflict when the template has this
    version already.
    """
    check_semver(version)
    checked = with_document_version(check_storable(definition), version)
    draft = WorkflowTemplateVersion(
        template_id=template_id, version=version, note=optional(note, "note"), definition=checked
    )
    with transaction() as session:
        template = lock_template(session, template_id)
        _check_base(session, template_id, based_on_id)
        session.add(draft)
        session.flush()
        digest = content_hash(checked)
        session.add(VersionInfo(version_id=draft.id, author=actor, based_on_id=based_on_id, content_hash=digest))
        record(
            session,
            actor,
            "version.draft",
            ("version", draft.id),
            template_id=template.id,
            after={"version": version, "basedOn": based_on_id, "contentHash": digest},
            reason=reason,
        )
        return draft.id


def _check_base(session: WriteSession, template_id: str, based_on_id: str | None) -> None:
    if based_on_id is None:
        return
    base = session.get(WorkflowTemplateVersion, based_on_id)
    if base is None or base.template_id != template_id:
        raise InvalidInput("based on", "must be a version of the same template.")
