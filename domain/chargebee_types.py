"""The types of Chargebee's events, as its own package lists them."""

from difflib import get_close_matches
from functools import cache
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from pathlib import Path

STARTING = (
    "subscription_created,subscription_created_with_backdating,subscription_started,subscription_activated,"
    "subscription_activated_with_backdating,subscription_changed,subscription_changed_with_backdating,"
    "subscription_ramp_applied,invoice_generated,invoice_generated_with_backdating"
)
"""What starts work unless a setting says otherwise: whatever tells that a subscription has an item, or of a charge."""


def parse_types(listed: str) -> frozenset[str]:
    """The types in a list with commas. Raises: ValueError that names the first one which Chargebee does not have."""
    found = listed_types(listed)
    for name in sorted(found - event_types()):
        near = get_close_matches(name, event_types(), 1)
        meant = f" Did you mean {near[0]}?" if near else ""
        raise ValueError(f"“{name[:60]}” is no event type of Chargebee.{meant}")
    return found


def listed_types(listed: str) -> frozenset[str]:
    """The names in a list with commas, unchecked."""
    return frozenset(name.strip() for name in listed.split(",") if name.strip())


@cache
def event_types() -> frozenset[str]:
    """Every type of event that Chargebee sends.

    The file with the package's enumerations needs nothing else. It is loaded by itself, because importing the package
    brings its client and all models along, which takes a second and 40 MB.
    """
    package = find_spec("chargebee")
    if package is None or not package.submodule_search_locations:
        raise ModuleNotFoundError("chargebee")
    file = Path(package.submodule_search_locations[0], "models", "enums.py")
    spec = spec_from_file_location("chargebee_enums", file)
    if spec is None or spec.loader is None:
        raise ModuleNotFoundError(str(file))
    enums = module_from_spec(spec)
    spec.loader.exec_module(enums)
    return frozenset(member.value for member in enums.EventType)
