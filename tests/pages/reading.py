"""What a person reads on a page."""

import json
import re
from pathlib import Path

from streamlit.testing.v1 import AppTest

SHEET = Path(__file__).with_name("sheet_app.py")


def sheet_of(version_id: str) -> AppTest:
    """The sheet before a change of the points, for this version."""
    app = AppTest.from_file(SHEET, default_timeout=30)
    app.query_params["id"] = version_id
    app.run()
    assert not app.exception
    return app


def words(app: AppTest) -> str:
    """All text of a page, Markdown escapes taken away."""
    elements = [*app.title, *app.subheader, *app.markdown, *app.caption, *app.info, *app.warning, *app.error]
    text = "\n".join(str(element.value) for element in elements)
    return re.sub(r"\\([^\w\s])", r"\1", text).replace("\u2060", "")


def column(app: AppTest, label: str, table: int = 0) -> list[object]:
    """One column of a table."""
    return list(app.dataframe[table].value[label])


def drawing(app: AppTest, key: str) -> str:
    """The DOT text of the drawing with this key, with or without the browser piece; empty where there is none."""
    found = [each for each in app.get("bidi_component") if each.key == key]
    if found:
        return str(json.loads(found[0].proto.json)["dot"])
    return "".join(each.proto.spec for each in app.get("graphviz_chart"))
