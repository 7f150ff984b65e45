"""Switch a template off: no active version, so that nothing new starts (rule 8)."""

from domain.errors import NotAllowed
from services._activation import Activation, set_pointer
from services._seen import Seen, require_unchanged
from services._versions import lock_template
from storage.database import transaction


def switch_off_template(
    template_id: str, *, reason: str, seen_active_id: str | None, actor: str, seen: Seen | None = None
) -> None:
    """Take the active version away; links that fire from now on leave a delivery NO_ACTIVE_VERSION.

    ``seen`` is all that `read_standing` showed, the links too.
    Raises: NotFound, NotAllowed when it is off already, InvalidInput without a reason, Conflict.
    """
    with transaction() as session:
        template = lock_template(session, template_id)
        if seen is not None:
            require_unchanged(session, template, None, seen)
        if template.active_version_id is None:
            raise NotAllowed(f"“{template.name}” is switched off already.")
        set_pointer(session, template, None, Activation(reason, seen_active_id), actor, "template.switch_off")
