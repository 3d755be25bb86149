"""Tables of the index, and how documents become rows of them.

They live in a schema of their own. A rebuild fills a second one and the two change names.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from indexer.search.tokens import EXACT, Column, entries
from indexer.search.values import day, order, values

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from indexer.analysis import Analyzer
    from indexer.search.model import IndexDocument
    from indexer.search.tokens import Entry, Posting

LAYOUT: Final = 1
"""Raise it with every change of the tables or of what is in them."""

SCHEMA: Final = "archive_search"
LOCK: Final = 0x617263686976  # the word "archiv": advisory locks share one space of numbers

ODD_MARK: Final = "~"
"""Forms that the dictionary lacks lie beside the other tokens, marked so."""
WEIGHTS: Final = {Column.BODY: "D", Column.CARD: "A", Column.ODD: "D"}
"""Labels of a tsvector tell the columns apart in one index."""

_LONGEST: Final = 8_000
"""Words in one row: a tsvector holds 1 MB and 16,383 positions. A longer page takes several rows."""

TABLES: Final = """
CREATE TABLE {schema}.made_by (layout int NOT NULL, analyzer text NOT NULL);
CREATE TABLE {schema}.document (
    id bigint NOT NULL, stamp bigint NOT NULL, ordering bigint NOT NULL,
    kind text NOT NULL, item text NOT NULL, unit text NOT NULL, year int, day int, confidentiality int NOT NULL,
    value text[] NOT NULL, scope bigint[] NOT NULL, person bigint[] NOT NULL
);
CREATE TABLE {schema}.entry (document bigint NOT NULL, page int NOT NULL, words tsvector NOT NULL);
CREATE TABLE {schema}.word (word text COLLATE "C" NOT NULL, odd boolean NOT NULL);
"""
INDEXES: Final = """
ALTER TABLE {schema}.document ADD PRIMARY KEY (id);
ALTER TABLE {schema}.word ADD PRIMARY KEY (word, odd);
CREATE INDEX ON {schema}.entry (document);
CREATE INDEX ON {schema}.entry USING gin (words);
ANALYZE {schema}.document, {schema}.entry, {schema}.word;
"""
DOCUMENT_COLUMNS: Final = (
    "id",
    "stamp",
    "ordering",
    "kind",
    "item",
    "unit",
    "year",
    "day",
    "confidentiality",
    "value",
    "scope",
    "person",
)


def document_row(document: IndexDocument) -> tuple[object, ...]:
    """Values for DOCUMENT_COLUMNS.

    Raises:
        ValueError: a text has a character that PostgreSQL does not hold, noticed before it spoils a whole COPY.
    """
    if any("\0" in text for text in (document.kind, document.item, document.unit or "", *values(document))):
        raise ValueError(f"document {document.document_id} has U+0000 in its metadata")
    return (
        document.document_id,
        document.stamp,
        order(document),
        document.kind,
        document.item,
        document.unit or "",
        document.year,
        day(document.date),
        document.confidentiality,
        values(document),
        list(document.scopes),
        [person.person_id for person, _ in document.persons],
    )


def entry_rows(
    document: IndexDocument, analyzer: Analyzer, vocabulary: set[tuple[str, bool]]
) -> Iterator[tuple[int, int, str]]:
    """(document, page, tsvector as text) for each entry; its words are added to `vocabulary` as (word, odd)."""
    for entry in entries(document, analyzer):
        vocabulary.update((token.rpartition(EXACT)[2], False) for token, _ in entry.body if ":" not in token)
        vocabulary.update((token.rpartition(EXACT)[2], False) for token, _ in entry.card if ":" not in token)
        vocabulary.update((form, True) for form in entry.odd)
        for vector in _vectors(entry):
            yield document.document_id, entry.page, vector


def _vectors(entry: Entry) -> Iterator[str]:
    rest = " ".join((*_lexemes(entry.card, 0, "A"), *(f"'{ODD_MARK}{form}'" for form in entry.odd)))
    last = entry.body[-1][1] if entry.body else 0
    for start in range(0, last + 1, _LONGEST):
        body = entry.body if last < _LONGEST else [(t, p) for t, p in entry.body if start <= p < start + _LONGEST]
        yield " ".join((*_lexemes(body, start, ""), rest))


def _lexemes(postings: Iterable[Posting], start: int, label: str) -> Iterator[str]:
    return (f"'{token}':{position - start + 1}{label}" for token, position in postings)
