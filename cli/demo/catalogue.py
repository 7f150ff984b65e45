"""The demo's templates: definitions in ``definitions/<template>/<version>.json``, made through the services."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from domain.json_types import JsonObject
from domain.vocabulary import EntityType, Format
from services.activate_version import activate_version
from services.add_link import add_link
from services.create_draft import create_draft
from services.create_template import create_template
from services.deprecate_version import deprecate_version
from services.get_template import get_template
from services.list_templates import list_templates
from services.publish_version import publish_version
from services.set_link_enabled import set_link_enabled
from services.set_link_expression import set_link_expression

DEFINITIONS = Path(__file__).parent / "definitions"
ACTOR = "demo"


@dataclass(frozen=True)
class DemoTemplate:
    """A template of the demo; ``notes`` maps each version to its note, oldest first."""

    folder: str
    name: str
    description: str
    notes: dict[str, str]
    active: str
    drafts: tuple[str, ...] = ()
    deprecated: tuple[str, ...] = ()
    links: tuple[tuple[EntityType, str], ...] = ()
    task_queue: str | None = None


CATALOGUE = (
    DemoTemplate(
        "director-onboarding",
        "Director onboarding (DSC)",
        "Documents, video verification and digital signature certificate of one director. Run as a sub-workflow.",
        {
            "1.0.0": "First version: documents, then the certificate.",
            "1.1.0": "Video verification before the certificate; repeated until it is passed.",
            "1.2.0": "Foreign directors: ITIN decision. Ten days to send the documents.",
        },
        active="1.2.0",
        links=((EntityType.SERVICE_CATALOG, "director-dsc"),),
    ),
    DemoTemplate(
        "us-company-incorporation",
        "US company incorporation",
        "Delaware C-Corp: company facts, name clearance, directors, filing, then EIN, agent and bank account.",
        {
            "1.0.0": "First version: confirm the facts, file the certificate.",
            "1.1.0": "Every director gets a digital signature certificate before filing.",
            "1.2.0": "Name clearance at the registry, by hand when it is down; directors in parallel.",
            "1.2.1": "Registry is asked 4 times; five days to confirm the facts.",
            "1.3.0": "After formation: EIN, registered agent and bank account side by side.",
            "1.4.0": "Waits for the state's decision on the filing.",
        },
        active="1.3.0",
        drafts=("1.4.0",),
        deprecated=("1.0.0", "1.1.0"),
        links=(
            (EntityType.PRODUCT, "us-incorporation-delaware-USD-Yearly"),
            (EntityType.SERVICE_CATALOG, "us-incorporation"),
        ),
    ),
    DemoTemplate(
        "gst-registration",
        "GST registration",
        "Registration for the goods and services tax in India.",
        {
            "1.0.0": "First version.",
            "1.1.0": "The officer's decision is recorded; a rejection fails the execution.",
            "2.0.0": "Turnover is required and chooses the scheme (composition or regular).",
            "2.1.0": "The officer may ask for clarification before deciding.",
        },
        active="2.1.0",
        deprecated=("1.0.0",),
        links=(
            (EntityType.PRODUCT, "gst-registration-INR-one-time"),
            (EntityType.SERVICE_CATALOG, "gst-registration"),
        ),
    ),
    DemoTemplate(
        "annual-filing",
        "Annual filing",
        "Books, annual return, submission.",
        {
            "1.0.0": "First version.",
            "1.1.0": "The return is prepared before it is submitted.",
            "1.2.0": "Overdue years are refused at once, with the reason.",
        },
        active="1.2.0",
        links=((EntityType.PRODUCT, "annual-filing-USD-Yearly"), (EntityType.SERVICE_CATALOG, "annual-filing")),
    ),
    DemoTemplate(
        "payroll-setup",
        "Payroll set-up",
        "Account at the payroll provider and registration for payroll taxes.",
        {
            "1.0.0": "First version.",
            "1.1.0": "The monthly total is worked out.",
            "1.2.0": "Provider and tax registration side by side.",
        },
        active="1.1.0",
        links=((EntityType.PRODUCT, "payroll-USD-Monthly"), (EntityType.PRODUCT, "payroll-EUR-Monthly")),
    ),
    DemoTemplate(
        "payroll-hand-over",
        "Payroll hand-over",
        "Runs on the payroll team's own Temporal worker; its task queue is misconfigured on purpose.",
        {
            "1.0.0": "The payroll team's own worker takes over.",
            "1.1.0": "Duplicates are checked; five retries.",
            "1.2.0": "The channel to notify is configured.",
        },
        active="1.2.0",
        links=((EntityType.PRODUCT, "payroll-hand-over-USD-Monthly"),),
        task_queue="/_sys/payroll",
    ),
)
DISABLED_LINK = "payroll-EUR-Monthly"
EXPRESSIONS = {
    "annual-filing-USD-Yearly": """\
# What Chargebee tells of a purchase becomes the input; what is given as it should be stays.
if .purchase then
  {company: (.content.customer.company // .content.customer.id),
   year: (.occurred_at | strftime("%Y") | tonumber)}
else . end"""
}
"""Links that make the input of the payload, by entity."""


def make_templates() -> dict[str, str]:
    """Create the templates that do not exist yet, by name, and return the id of each by its folder."""
    existing = {row.name: row.id for row in list_templates()}
    return {each.folder: existing.get(each.name) or _make(each) for each in CATALOGUE}


def _make(demo: DemoTemplate) -> str:
    custom = demo.task_queue is not None
    template_id = create_template(
        demo.name,
        actor=ACTOR,
        description=demo.description,
        dialect=Format.CUSTOM if custom else Format.OPEN_WORKFLOW,
        workflow_type="payroll-hand-over" if custom else None,
        task_queue=demo.task_queue,
    )
    versions = _write_versions(demo, template_id)
    for number in demo.deprecated:
        deprecate_version(versions[number], reason="Replaced by newer versions", actor=ACTOR)
    for entity_type, entity_id in demo.links:
        link_id = add_link(template_id, entity_type=entity_type, entity_id=entity_id, actor=ACTOR)
        if entity_id == DISABLED_LINK:
            set_link_enabled(link_id, False, actor=ACTOR, reason="Not sold in euro yet")
        if entity_id in EXPRESSIONS:
            why = "Chargebee’s events are not the input"
            set_link_expression(link_id, EXPRESSIONS[entity_id], seen=None, actor=ACTOR, reason=why)
    return template_id


def _write_versions(demo: DemoTemplate, template_id: str) -> dict[str, str]:
    """Write, publish and activate the versions one after the other, as a team would over the months."""
    versions: dict[str, str] = {}
    base: str | None = None
    for number, note in demo.notes.items():
        definition = cast(JsonObject, json.loads((DEFINITIONS / demo.folder / f"{number}.json").read_text()))
        base = create_draft(
            template_id, version=number, definition=definition, actor=ACTOR, note=note, based_on_id=base
        )
        versions[number] = base
        if number in demo.drafts:
            continue
        publish_version(base, actor=ACTOR, smaller_step_confirmed=True)
        seen = get_template(template_id).active_version_id
        if _semver(number) <= _semver(demo.active):
            activate_version(base, reason=note, seen_active_id=seen, actor=ACTOR)
    return versions


def _semver(number: str) -> tuple[int, ...]:
    return tuple(int(part) for part in number.split("."))
