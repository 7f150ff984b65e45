"""Columns of versions and links."""

from collections.abc import Sequence

from domain.looks import ACTIVE, Look, look
from domain.vocabulary import VersionStatus
from services.list_links import MOST_COUNTED, LinkRow
from services.list_versions import COUNT_LIMIT, VersionRow
from ui.table import Column
from ui.wording import DRAINING, ENTITY_TYPES, active_look

ENABLED = Look("Enabled", "●", "green")
DISABLED = Look("Disabled", "‖", "yellow")

VERSION_COLUMNS: list[Column[VersionRow]] = [
    Column("Version", lambda row: row.version, width=90),
    Column(
        "Status",
        lambda row: _version_looks(row),
        kind="status",
        statuses=VersionStatus,
        looks=(ACTIVE, DRAINING),
        width=195,
        help="Draining: not active any more, but with running executions",
    ),
    Column(
        "Running", lambda row: row.running, kind="number", width=80, help=f"Started executions, up to {COUNT_LIMIT:,}"
    ),
    Column("Note", lambda row: row.note, width=310),
    Column("Published", lambda row: row.published_at, kind="moment", width=150),
    Column("Published by", lambda row: row.published_by, width=160),
    Column("Author", lambda row: row.author, width=160),
    Column("Written", lambda row: row.created_at, kind="moment", width=150),
]


def link_columns(rows: Sequence[LinkRow], *, with_template: bool) -> list[Column[LinkRow]]:
    """Columns of links; with the template and its active version where links of several templates are listed."""
    template: list[Column[LinkRow]] = [
        Column("Template", lambda row: row.template_name, width=142),
        Column(
            "Active version",
            lambda row: active_look(row.active_version),
            kind="status",
            looks=tuple({active_look(row.active_version) for row in rows}),
            width=96,
        ),
    ]
    return [
        Column("Entity", lambda row: row.entity_id, width=220),
        Column("Type", lambda row: ENTITY_TYPES[row.entity_type], width=112),
        Column(
            "State",
            lambda row: ENABLED if row.enabled else DISABLED,
            kind="status",
            looks=(ENABLED, DISABLED),
            width=95,
        ),
        *(template if with_template else []),
        Column("Fired", _fired, width=58, help=f"Deliveries without duplicates, counted up to {MOST_COUNTED:,}"),
        Column(
            "Last fired",
            lambda row: row.last_fired_at,
            kind="moment",
            width=150,
            help="The entity's last delivery, UTC",
        ),
        Column("Input", lambda row: "ƒ expression" if row.has_expression else "payload", width=100),
    ]


def _fired(row: LinkRow) -> str:
    return f"{row.fired:,}{'+' if row.fired == MOST_COUNTED else ''}"


def _version_looks(row: VersionRow) -> tuple[Look, ...]:
    marks = ((ACTIVE, row.is_active), (DRAINING, row.is_draining))
    return (look(row.status), *(mark for mark, holds in marks if holds))
