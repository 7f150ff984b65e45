"""The file, and where each of its columns goes."""

from hashlib import sha256
from itertools import islice

import pandas as pd
import streamlit as st

from domain.csv_reading import LARGEST_FILE, MOST_ROWS, read_csv
from domain.csv_text import csv_lines
from domain.errors import InvalidInput
from domain.schema_fields import fields_of
from domain.start_lists.targets import (
    LEFT_OUT,
    MOST_FIELDS,
    RESERVED,
    Place,
    heads_for,
    is_known,
    suggest_targets,
    written,
)
from services.check_start_list import StartList
from ui.escape import escape
from ui.start.draft import Draft
from ui.start_many.choice import ManyOf

HOW = """
A column goes to the field of the input that its heading names: `directors`, `address.city`, `/address/city`, or
`people.0.name` for the first of a list. `input` takes the whole input as JSON. Four headings are reserved: `name`,
`serviceRequestId`, `taskGroupId` and `context.…` (such as `context.customerId`); a field of the input with such a
name is reached as `/name`. An empty cell leaves its field out. Numbers are written as `1200.5`, true and false as such,
lists and objects as JSON.
"""


def upload_list(draft: Draft, many: ManyOf) -> StartList | None:
    """Draw the upload and the columns; None until there is a file that can be read."""
    with st.expander("What the file looks like", icon=":material/help:"):
        st.markdown(HOW)
        empty = "".join(csv_lines(heads_for(many.schema), ()))
        st.download_button("Download an empty list", empty, "starts.csv", "text/csv", icon=":material/download:")
    file = st.file_uploader(
        "CSV",
        "csv",
        key=f"start_many.file.{draft.key}",
        help=f"At most {MOST_ROWS:,} rows and {LARGEST_FILE // 1024 // 1024} MB.",
    )
    if file is None:
        return None
    try:
        content = file.getvalue()
        return StartList(many.version.id, content, _columns(read_csv(content).heads, many, content))
    except InvalidInput as refusal:
        st.error(escape(refusal), icon=":material/error:")
        return None


def _columns(heads: tuple[str, ...], many: ManyOf, content: bytes) -> dict[str, str]:
    """A table of headings and targets, which a person may change."""
    suggested = suggest_targets(heads, many.schema)
    fields = [written(Place.INPUT, path) for path, _ in islice(fields_of(many.schema or {}), MOST_FIELDS)]
    options = [LEFT_OUT, *dict.fromkeys([*fields, *suggested.values(), *RESERVED, "input", "context.customerId"])]
    frame = pd.DataFrame({"Column": list(suggested), "Goes to": list(suggested.values())})
    left_out = sum(target == LEFT_OUT for target in suggested.values())
    strange = [head for head, target in suggested.items() if fields and not is_known(target, many.schema or {})]
    label = f"Columns: {len(heads)}" + (f", {left_out} left out" if left_out else "")
    with st.expander(label, icon=":material/view_column:", expanded=bool(strange)):
        if strange:
            st.caption(f"The schema knows no field for: {escape(', '.join(strange[:10]))}")
        edited = st.data_editor(
            frame,
            hide_index=True,
            disabled=["Column"],
            column_config={"Goes to": st.column_config.SelectboxColumn("Goes to", options=options, required=True)},
            key=f"start_many.columns.{many.version.id}.{sha256(content).hexdigest()[:16]}",
        )
    return dict(zip(edited["Column"].astype(str), edited["Goes to"].astype(str), strict=True))
