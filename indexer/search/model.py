"""What goes into the index and what comes out, the same for every engine."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date  # noqa: TC003 - part of public types
from enum import StrEnum
from typing import TYPE_CHECKING

from indexer.query import And

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from indexer.query import Node


@dataclass(frozen=True, slots=True)
class IndexPage:
    """One page's text. `number` counts from 1."""

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class PersonNames:
    """All the names that a person bears or bore, each written out: `Фамилия Имя Отчество`."""

    person_id: int
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class IndexDocument:
    """A document as the index sees it.

    `stamp` grows with every change of the document: an update that comes late does not overwrite a newer one.
    `scopes` are the ids of whatever a reader must hold at least one of; without scopes only those who may read
    everything find it. `persons` come with the pages that name them, () where that is not known.
    `item` is the index of the file plan (`02-03`), `confidentiality` 0 is open, higher is more secret.
    Ids are whole numbers from 0 to 2**40.
    """

    document_id: int
    stamp: int
    title: str
    pages: Iterable[IndexPage] = ()
    number: str = ""
    kind: str = ""
    item: str = ""
    year: int | None = None
    date: date | None = None
    unit: str | None = None
    confidentiality: int = 0
    scopes: tuple[int, ...] = ()
    persons: tuple[tuple[PersonNames, tuple[int, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Access:
    """What the asking person may see: documents with one of these scopes, up to this confidentiality.

    `scopes` None is every document, with or without scopes; an empty set is none at all.
    """

    scopes: frozenset[int] | None
    max_confidentiality: int

    @classmethod
    def everything(cls) -> Access:
        """For reindexing, tests and those few who read everything."""
        return cls(scopes=None, max_confidentiality=2**31 - 1)


DEEPEST = 10_000
"""Hits beyond this offset are not listed: nobody leafs so far, and every engine pays for what it skips."""


class Sort(StrEnum):
    """Order of the hits; by date the newest or the oldest first, undated ones last both ways."""

    RELEVANCE = "relevance"
    DATE = "date"
    OLDEST = "oldest"


class Facet(StrEnum):
    """What is counted by value."""

    KIND = "kind"
    ITEM = "item"
    YEAR = "year"
    UNIT = "unit"
    CONFIDENTIALITY = "confidentiality"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Filters:
    """Values chosen besides the query. Within one filter any value fits, between filters all must; () is no filter."""

    kind: tuple[str, ...] = ()
    item: tuple[str, ...] = ()
    year: tuple[int, ...] = ()
    unit: tuple[str, ...] = ()
    confidentiality: tuple[int, ...] = ()
    person: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """A question. `limit` and `offset` count documents; `facets` asks for the counts, which cost extra.

    Hits beyond `deepest` are not listed. Without `located` a hit has its best page only, not the others with the
    words: for long lists.
    """

    tree: Node = field(default_factory=And)
    filters: Filters = field(default_factory=Filters)
    limit: int = 20
    offset: int = 0
    sort: Sort = Sort.RELEVANCE
    facets: bool = False
    deepest: int = DEEPEST
    located: bool = True


@dataclass(frozen=True, slots=True)
class Hit:
    """A document that was found.

    `page` is its best page: the one with the words, else the first; None where it has no pages. `other_pages` are
    further pages with the words, best first (at most `OTHER_PAGES`). `score` compares only within one answer.
    """

    document_id: int
    page: int | None
    score: float
    other_pages: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class SearchResult:
    """An answer. `total` counts documents, `facets` give (value, documents), most frequent first.

    Both are exact while they can be leafed through; an engine may estimate the numbers of a very common word.
    """

    total: int
    hits: tuple[Hit, ...]
    facets: Mapping[Facet, tuple[tuple[str | int, int], ...]] = field(default_factory=dict)
    took_ms: float = 0.0


class Reason(StrEnum):
    """Why an index is not healthy."""

    MISSING = "missing"
    """There is none: never made, or deleted."""
    CORRUPTED = "corrupted"
    """It does not open or does not read."""
    OUTDATED = "outdated"
    """Made by another version of the analyzer or of the engine's layout."""
    UNREACHABLE = "unreachable"
    """The server does not answer; rebuilding would not help."""


@dataclass(frozen=True, slots=True)
class IndexState:
    """How an index is. `documents` and `pages` are 0 where it cannot be read; `analyzer_stamp` is the index's own."""

    engine: str
    documents: int
    pages: int
    analyzer_stamp: str
    healthy: bool
    reason: Reason | None = None


OTHER_PAGES = 20
MOST_FACET_VALUES = 100
