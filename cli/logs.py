"""Log lines of a process: one structure for our own and for the libraries' messages."""

import logging
import sys

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from domain.settings import Settings

QUIETER = {"httpx": logging.WARNING, "uvicorn.access": logging.WARNING, "alembic": logging.WARNING}


def set_up_logging(settings: Settings) -> None:
    """Write every message of this process to stderr, as JSON or for eyes, with its time in UTC.

    Loggers that a library gave handlers of its own lose them, so that every line looks alike.
    """
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.ExtraAdder(),
        _without_codes,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *_rendered(settings)],
        )
    )
    logging.basicConfig(handlers=[handler], level=settings.log_level.upper(), force=True)
    for known in list(logging.root.manager.loggerDict.values()):
        if isinstance(known, logging.Logger) and known.handlers:
            known.handlers.clear()
            known.propagate = True
    for name, level in QUIETER.items():
        logging.getLogger(name).setLevel(level)


def _without_codes(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Uvicorn adds its message a second time, with colour codes."""
    event.pop("color_message", None)
    return event


def _rendered(settings: Settings) -> list[Processor]:
    if settings.log_format == "console" or (settings.log_format == "auto" and sys.stderr.isatty()):
        return [structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())]
    return [structlog.processors.format_exc_info, structlog.processors.JSONRenderer(ensure_ascii=False)]
