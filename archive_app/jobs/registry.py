"""Which callable does the jobs of a kind; filled by the composition root."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from archive_app.jobs.context import JobContext
from archive_app.jobs.errors import JobKindUnknownError

Handler: TypeAlias = Callable[[JobContext], None]
"""Does one job. It may run again after a crash at any point, so it must carry on or start over without harm."""


class JobRegistry:
    """Handlers by kind. A worker claims only jobs of kinds that its registry has."""

    def __init__(self) -> None:
        self._handlers: dict[str, Handler] = {}

    def add(self, kind: str, handler: Handler) -> None:
        """Let `handler` do jobs of `kind`. Raises `ValueError` for a kind that has a handler."""
        if kind in self._handlers:
            raise ValueError(f"the kind {kind} has a handler already")
        self._handlers[kind] = handler

    def handler(self, kind: str) -> Handler:
        """Find the handler of `kind`. Raises `JobKindUnknownError`."""
        try:
            return self._handlers[kind]
        except KeyError:
            raise JobKindUnknownError(f"no handler for {kind}", kind=kind) from None

    @property
    def kinds(self) -> frozenset[str]:
        """All kinds that have a handler."""
        return frozenset(self._handlers)
