"""The JSON Schema that a custom template holds its definitions against."""

import streamlit as st

from domain.vocabulary import Format
from services.get_template import TemplateDetail
from ui.json_view import show_json


def show_schema(template: TemplateDetail) -> None:
    """The schema, folded away; a sentence where a custom template has none; nothing for Open Workflow."""
    if template.format is not Format.CUSTOM:
        return
    if template.definition_schema is None:
        st.caption("It has no JSON Schema: any JSON object may be published as its definition.")
        return
    with st.expander("JSON Schema of its definitions"):
        show_json(template.definition_schema, name=f"{template.id}.schema", key="template.schema")
