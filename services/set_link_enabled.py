"""Disable or enable a link without losing it."""

from domain.errors import NotFound
from services._ledger import record
from services._words import required
from storage.database import transaction
from storage.own_tables import LinkSetting
from storage.shared_tables import WorkflowTemplateLink


def set_link_enabled(link_id: str, enabled: bool, *, actor: str, reason: str) -> None:
    """Enable or disable a link; a disabled one leaves deliveries LINK_DISABLED. Raises: NotFound, InvalidInput."""
    reason = required(reason, "reason", 1000)
    with transaction() as session:
        link = session.get(WorkflowTemplateLink, link_id, with_for_update=True)
        if link is None:
            raise NotFound("link", link_id)
        setting = session.get(LinkSetting, link_id)
        if setting is None:
            setting = LinkSetting(link_id=link_id, enabled=True)
            session.add(setting)
        record(
            session,
            actor,
            "link.enable" if enabled else "link.disable",
            ("link", link_id),
            template_id=link.template_id,
            before={"enabled": setting.enabled},
            after={"enabled": enabled},
            reason=reason,
        )
        setting.enabled = enabled
