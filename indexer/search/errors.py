"""Errors of the search index. None of them means that a document is lost: the index can always be rebuilt."""

from __future__ import annotations

from typing import ClassVar

from indexer.errors import IndexerError


class SearchError(IndexerError):
    """Base of the errors of this package."""

    code: ClassVar[str] = "search"


class IndexBusyError(SearchError):
    """Another process is writing the index; try again later. `params`: path or url."""

    code: ClassVar[str] = "index_busy"


class IndexUnavailableError(SearchError):
    """The index cannot answer until it is rebuilt; `reason` (also in `params`) is a `Reason` of `IndexState`."""

    code: ClassVar[str] = "index_unavailable"

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(detail or reason, reason=reason)
        self.reason = reason


class UnknownEngineError(SearchError):
    """The address names no engine. `params`: url (without the password)."""

    code: ClassVar[str] = "unknown_search_engine"
