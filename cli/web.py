"""`pointsman web`: the pages and the HTTP routes."""

from domain.settings import get_settings

SECONDS_TO_FINISH = 3


def web() -> None:
    """Serve the web app until stopped. Several may run behind a proxy that keeps a session on one of them."""
    import uvicorn  # slow to import, and only this command needs them

    from app import app
    from cli.logs import set_up_logging

    settings = get_settings()
    set_up_logging(settings)  # after the import, as Streamlit gives its own handlers to the server's loggers
    uvicorn.run(
        app,
        host=settings.host,
        port=settings.port,
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=SECONDS_TO_FINISH,
    )
