"""What was filled in, to be handed on: as a link, for curl, and for the command line."""

from urllib.parse import urlsplit, urlunsplit

import streamlit as st

from domain.sharing import SharedStart, command_line, curl_command, start_address

_TOO_LONG = "This is too long for {}. Save the input as a file and use pointsman start TEMPLATE --input FILE."


def show_sharing(shared: SharedStart) -> None:
    """Three buttons, each of which opens a text with a sign that copies it."""
    parts = urlsplit(st.context.url or "")
    origin, page = (urlunsplit((parts.scheme, parts.netloc, path, "", "")) for path in ("", parts.path))
    _offer("Copy link", ":material/link:", start_address(shared, page), "an address", "Opens this page, filled in so.")
    if not shared.is_test:
        about = "Put a token into POINTSMAN_TOKEN and a reason into the body. The key makes it start once."
        _offer("Copy as curl", ":material/terminal:", curl_command(shared, origin), "a command", about)
    about = "Write a reason. The key makes it start once, also when it was started here."
    _offer("Copy as command", ":material/keyboard_command_key:", command_line(shared), "a command", about)


def _offer(label: str, icon: str, text: str | None, what: str, about: str) -> None:
    with st.popover(label, icon=icon, key=f"start.share.{label}"):
        if text is None:
            st.markdown(_TOO_LONG.format(what))
            return
        st.caption(about)
        st.code(text, language=None, wrap_lines=True)
