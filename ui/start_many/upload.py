"""The file, and where each of its columns goes."""

import csv
import io
from hashlib import sha256
from itertools import islice

import pandas as pd
import streamlit as st

from domain.errors import InvalidInput
from domain.schema_fields import fields_of
from domain.start_lists.reading import decode_csv, read_csv
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
A column goes to the field of the input that its head names: `directors`, `address.city`, `/address/city`, or
`people.0.name` for the first of a list. `input` takes the whole input as JSON. Four heads are reserved: `name`,
`serviceRequestId`, `taskGroupId` and `context.…` (such as `context.customerId`); a field of the input with such a
name is reached as `/name`. An empty cell leaves its field out. Numbers are written as `1200.5`, true and false as such,
lists and objects as JSON.
"""


def upload_list(draft: Draft, version: ManyOf) -> StartList | None:
    """Draw the upload and the columns; None until there is a file that can be read."""
    with st.expander("What the file looks like", icon=":material/help:"):
        st.markdown(HOW)
        heads = io.StringIO(newline="")
        csv.writer(heads).writerow(heads_for(version.schema))
        st.download_button(
            "Download an empty list", heads.getvalue(), "starts.csv", "text/csv", icon=":material/download:"
        )
    file = st.file_uploader("CSV", "csv", key=f"start_many.file.{draft.key}", help="UTF-8, at most 5 MB.")
    if file is None:
        return None
    try:
        text = decode_csv(file.getvalue())
        heads_found = read_csv(text).heads
        return StartList(version.version_id, text, _columns(heads_found, version, text))
    except InvalidInput as refusal:
        st.error(escape(refusal), icon=":material/error:")
        return None


def _columns(heads: tuple[str, ...], version: ManyOf, text: str) -> dict[str, str]:
    """A table of heads and targets, which a person may change."""
    suggested = suggest_targets(heads, version.schema)
    fields = [written(Place.INPUT, path) for path, _ in islice(fields_of(version.schema or {}), MOST_FIELDS)]
    options = [LEFT_OUT, *dict.fromkeys([*fields, *suggested.values(), *RESERVED, "input", "context.customerId"])]
    frame = pd.DataFrame({"Column": list(suggested), "Goes to": list(suggested.values())})
    left_out = sum(target == LEFT_OUT for target in suggested.values())
    strange = [head for head, target in suggested.items() if fields and not is_known(target, version.schema or {})]
    label = f"Columns: {len(heads)}" + (f", {left_out} left out" if left_out else "")
    with st.expander(label, icon=":material/view_column:", expanded=bool(strange)):
        if strange:
            st.caption(f"The schema knows no field for: {escape(', '.join(strange[:10]))}")
        edited = st.data_editor(
            frame,
            hide_index=True,
            disabled=["Column"],
            column_config={"Goes to": st.column_config.SelectboxColumn("Goes to", options=options, required=True)},
            key=f"start_many.columns.{version.version_id}.{sha256(text.encode()).hexdigest()[:16]}",
        )
    return dict(zip(edited["Column"].astype(str), edited["Goes to"].astype(str), strict=True))
