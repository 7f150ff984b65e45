"""Words for values that several pages show."""

from domain.coverage import Gap
from domain.looks import Look
from domain.vocabulary import EntityType, Format

OFF = Look("Off", "○", "gray")
ON_ITS_WAY = Look("On its way", "◷", "blue")
DRAINING = Look("Draining", "≋", "orange")
ENTITY_TYPES = {EntityType.SERVICE_CATALOG: "Service catalogue", EntityType.PRODUCT: "Product"}
GAPS = {
    Gap.OFF: Look("Template off", "○", "orange"),
    Gap.REFUSED: Look("Asked for while disabled", "‖", "red"),
    Gap.QUIET: Look("Not fired in 90 days", "◷", "yellow"),
}
FORMATS = {Format.OPEN_WORKFLOW: "Open Workflow", Format.CUSTOM: "Custom"}


def active_look(version: str | None) -> Look:
    """A template's active version with the sign of the active one, or that the template is off."""
    return OFF if version is None else Look(version, "★", "green")


def counted(number: int, singular: str, plural: str | None = None) -> str:
    """``1 template``, ``1,200 templates``."""
    return f"{number:,} {singular if number == 1 else plural or singular + 's'}"
