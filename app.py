"""The web door: one ASGI app with the Streamlit pages and the HTTP routes (``uvicorn app:app``)."""

import gc
import importlib
import pkgutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware
from streamlit import config

from api import assets, chargebee, execution_history, executions_csv, health, metrics
from api.beside import Beside
from api.compression import CompressedStatic
from api.head import Head
from api.security import SecurityHeaders
from api.v1.application import PREFIX, rest_api
from domain.settings import get_settings
from ui.trouble import show_trouble

ROOT = Path(__file__).resolve().parent
SCRIPT = "ui.main"
"""What Streamlit runs for each page; all else below ``ui`` only defines."""

# Streamlit looks for .streamlit/config.toml beside this file, whatever the working directory.
config._main_script_path = str(ROOT / "app.py")
config.set_option("server.allowedHosts", [name.strip() for name in get_settings().allowed_hosts.split(",")])


@asynccontextmanager
async def lifespan(_app: st.App) -> AsyncIterator[None]:
    """Import what pages need before the first one is asked for, and take it out of the collector's sight, which would
    walk over all of it again and again."""
    for module in pkgutil.walk_packages([str(ROOT / "ui")], "ui."):
        if module.name != SCRIPT:
            importlib.import_module(module.name)
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()


app = st.App(
    ROOT / "ui" / "main.py",
    routes=[
        *assets.routes(),
        *chargebee.routes(),
        *execution_history.routes(),
        *executions_csv.routes(),
        *health.routes(),
        *metrics.routes(),
    ],
    middleware=[
        Middleware(SecurityHeaders),
        Middleware(Beside, path=PREFIX, other=rest_api(get_settings())),
        Middleware(Head),
        Middleware(CompressedStatic),
    ],
    lifespan=lifespan,
    on_script_error=show_trouble,
)
