"""Set a link's input expression: what the workflow is given of an event's payload."""

from domain.errors import Conflict, NotFound
from services._ledger import newest_deed
from services._link_settings import Deed, checked_expression, express, setting_of
from services._words import required
from storage.database import WriteSession, transaction
from storage.own_tables import LedgerEntry
from storage.shared_tables import WorkflowTemplateLink


def set_link_expression(link_id: str, expression: str, *, seen: str | None, actor: str, reason: str) -> None:
    """Set the jq expression that makes the workflow input of a payload; empty hands the payload over as it is.

    Compare-and-set on the expression that the person ``seen``; the next event uses the new one.
    Raises: NotFound, Conflict, InvalidInput where jq refuses it, in jq's words.
    """
    reason = required(reason, "reason", 1000)
    wanted = checked_expression(expression)
    with transaction() as session:
        link = session.get(WorkflowTemplateLink, link_id, with_for_update=True)
        if link is None:
            raise NotFound("link", link_id)
        setting = setting_of(session, link_id)
        if setting.input_expression != seen:
            raise Conflict(_changed(session, link))
        express(session, setting, wanted, Deed(actor, reason, link.template_id))


def _changed(session: WriteSession, link: WorkflowTemplateLink) -> str:
    deeds = (LedgerEntry.subject_id == link.id) & (LedgerEntry.action == "link.expression")
    deed = newest_deed(session, deeds)
    return f"The input expression of “{link.entity_id}” was changed meanwhile{deed}. Look again, then decide."
