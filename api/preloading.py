"""Names the bundles that almost every page needs, so that a browser fetches them while the first ones run."""

import re
from collections.abc import Iterable
from pathlib import Path

from streamlit import file_util

_NEEDED = (
    *("BidiComponent", "Button", "Checkbox", "DataFrame", "Html", "LinkButton", "Multiselect", "PageLink"),
    *("Selectbox", "TextInput"),
)
"""Elements of Streamlit, each in a bundle of its own, that its page asks for only when it is to show one."""
_IMPORTED = re.compile(r'(?:from|import)\s*"\./([\w.-]+\.js)"')


def preloading_tags() -> str:
    """Tags for the end of a page's head; what the page needs at once comes first."""
    names = late_bundles(Path(file_util.get_static_dir(), "static", "js"))
    return "".join(f'<link rel="modulepreload" fetchpriority="low" crossorigin href="./static/js/{n}">' for n in names)


def late_bundles(folder: Path) -> list[str]:
    """The files in ``folder`` of these bundles and of what they import, but what the page itself asks for."""
    first = _closure(folder, folder.glob("index.*.js"))
    late = _closure(folder, (path for name in _NEEDED for path in folder.glob(f"{name}.*.js")))
    return sorted(late - first)


def _closure(folder: Path, roots: Iterable[Path]) -> set[str]:
    found, left = set[str](), [path.name for path in roots]
    while left:
        name = left.pop()
        if name not in found and (folder / name).exists():
            found.add(name)
            left += _IMPORTED.findall((folder / name).read_text("utf-8"))
    return found
