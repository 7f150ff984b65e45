"""Disable or enable a link without losing it."""

from domain.errors import NotFound
from services._link_settings import Deed, setting_of, switch
from services._words import required
from storage.database import transaction
from storage.shared_tables import WorkflowTemplateLink


def set_link_enabled(link_id: str, enabled: bool, *, actor: str, reason: str) -> None:
    """Enable or disable a link; a disabled one leaves deliveries LINK_DISABLED. Raises: NotFound, InvalidInput."""
    reason = required(reason, "reason", 1000)
    with transaction() as session:
        link = session.get(WorkflowTemplateLink, link_id, with_for_update=True)
        if link is None:
            raise NotFound("link", link_id)
        switch(session, setting_of(session, link_id), enabled, Deed(actor, reason, link.template_id))
