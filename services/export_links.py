"""Links as CSV, exactly those of a filter."""

from collections.abc import Iterator

from sqlalchemy import select

from domain.csv_text import csv_lines
from domain.link_csv import LINK_HEAD
from services._link_rows import enabled, joined
from services.list_links import LinkFilter, filtered
from storage.database import reading
from storage.own_tables import LinkSetting
from storage.shared_tables import WorkflowTemplate, WorkflowTemplateLink

_AT_ONCE = 500


def export_links(where: LinkFilter | None = None) -> Iterator[str]:
    """The lines of a CSV file with every link of the filter, by entity, read from the database as they are asked for.

    The file can be imported again. Cells that a spreadsheet would compute begin with an apostrophe.
    """
    yield from csv_lines(LINK_HEAD, _rows(where or LinkFilter()))


def _rows(where: LinkFilter) -> Iterator[list[str]]:
    link = WorkflowTemplateLink
    asked = select(
        link.entity_type,
        link.entity_id,
        WorkflowTemplate.name,
        link.template_id,
        enabled(),
        LinkSetting.input_expression,
    )
    query = filtered(joined(asked), where).order_by(link.entity_type, link.entity_id)
    with reading() as session:
        for row in session.execute(query.execution_options(yield_per=_AT_ONCE)):
            *texts, is_enabled, expression = row
            yield [*map(str, texts), "yes" if is_enabled else "no", str(expression or "")]
