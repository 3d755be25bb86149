"""The port: what every search engine does. All pass one contract suite (tests/integration/indexer/search)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from indexer.query import Parsed
    from indexer.search.model import Access, IndexDocument, IndexState, SearchRequest, SearchResult

Refused: TypeAlias = Callable[[int, Exception], None]
"""Told the id of a document that cannot be indexed, and why."""


def none_refused(_document_id: int, error: Exception) -> None:
    """Give up at the first document that cannot be indexed."""
    raise error


class SearchEngine(Protocol):
    """An index of documents.

    Reading methods may be called from several threads; they see commits and rebuilds of other processes by
    themselves. Writing methods belong to one thread.

    Raises (every method but `state` and `close`):
        IndexUnavailableError: there is no index, or it is broken or outdated: call `rebuild`.
        IndexBusyError: (writing methods) another process is writing; try again later.
    """

    def update(self, documents: Iterable[IndexDocument]) -> None:
        """Put documents in, replacing all entries of each; visible after `commit`.

        Doing it twice changes nothing; a document whose `stamp` is older than the index's is passed over.
        """

    def remove(self, document_ids: Iterable[int]) -> None:
        """Take documents out; unknown ids are no error. Visible after `commit`."""

    def commit(self) -> None:
        """Make what was written visible and durable."""

    def search(self, request: SearchRequest, access: Access) -> SearchResult:
        """Answer under `access`: hits, total and facets know only documents that may be seen."""

    def did_you_mean(self, parsed: Parsed, access: Access) -> str | None:
        """The typed text with misspelt words replaced by words of documents that may be seen.

        Given only if the corrected text finds something under `access`.
        """

    def stamps(self, document_ids: Iterable[int]) -> Mapping[int, int]:
        """Committed stamps of those documents that the index has."""

    def rebuild(self, documents: Iterable[IndexDocument], refused: Refused = none_refused) -> None:
        """Make a new index beside the old one, which answers meanwhile, and swap them at once.

        Repairs whatever `state` complains about. If it fails the old index stays. A document that cannot be indexed
        is left out and told to `refused`, which may raise the error to give up.
        """

    def state(self) -> IndexState:
        """How the index is; never raises for a broken one."""

    def release(self) -> None:
        """Let other processes write; reading goes on. What was not committed is lost."""

    def close(self) -> None:
        """Let go of files, locks and connections. What was not committed is lost."""
