"""Structured logs: one line an event, on standard error, with the request or job it belongs to."""

from __future__ import annotations

import logging
import sys
from typing import TYPE_CHECKING

import structlog

if TYPE_CHECKING:
    from archive_app.settings import Settings


def configure_logs(settings: Settings | None = None, *, level: str = "info") -> None:
    """Set up structlog and route the standard library's loggers through it; `level` where the settings name none.

    Without settings it is for what happens before they are read: structlog's own default prints every value it sees.
    """
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    renderer: structlog.typing.Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if settings and settings.log_format == "json"
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(((settings and settings.log_level) or level).upper())
    for noisy in ("apscheduler", "alembic", "urllib3", "fontTools", "PIL", "pikepdf", "pymorphy3"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
