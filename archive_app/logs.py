"""Structured logs: one line an event, on standard error, with the request or job it belongs to.

structlog is read when the first line is written: it takes a tenth of the start of a command, and most write none.
"""

from __future__ import annotations

import logging
import sys
from functools import cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from structlog.typing import Processor

NOISY = ("apscheduler", "alembic", "urllib3", "fontTools", "PIL", "pikepdf", "pymorphy3")


class Log:
    """structlog's logger: `log.info("event", name=value)`, `log.bind(…)` and all that it offers."""

    def __init__(self) -> None:
        """Before `configure_logs` it is structlog's own."""
        self.to_be_configured = False

    def __getattr__(self, name: str) -> Any:
        """The logger's, set up as `configure_logs` said."""
        level = logging.getLevelNamesMapping().get(name.upper())
        if self.to_be_configured and level is not None and not logging.getLogger().isEnabledFor(level):
            return _unwritten
        import structlog

        if self.to_be_configured:
            self.to_be_configured = False
            structlog.configure(
                processors=[*_shared(), structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
                logger_factory=structlog.stdlib.LoggerFactory(),
                wrapper_class=structlog.stdlib.BoundLogger,
                cache_logger_on_first_use=True,
            )
        return getattr(structlog.get_logger(), name)


def _unwritten(_event: str, *_: object, **__: object) -> None:
    """A line below the least level."""


log = Log()


def configure_logs(level: str, *, as_json: bool = False) -> None:
    """Set up structlog and route the standard library's loggers through it; `level` is the least that is written.

    Also before the settings are read: structlog's own default prints every value it sees.
    """
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Lines(as_json=as_json, colours=sys.stderr.isatty()))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    for noisy in NOISY:
        logging.getLogger(noisy).setLevel(logging.WARNING)
    log.to_be_configured = True


class _Lines(logging.Formatter):
    """One line of each event, for a program or for a person."""

    def __init__(self, *, as_json: bool, colours: bool) -> None:
        super().__init__()
        self._as_json, self._colours = as_json, colours

    def format(self, record: logging.LogRecord) -> str:
        return self._structured.format(record)

    @cached_property
    def _structured(self) -> logging.Formatter:
        import structlog

        renderer: Processor = (
            structlog.processors.JSONRenderer(ensure_ascii=False)
            if self._as_json
            else structlog.dev.ConsoleRenderer(colors=self._colours)
        )
        return structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=_shared(),
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
        )


def _shared() -> list[Processor]:
    import structlog

    return [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
