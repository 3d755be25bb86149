"""The layout of a Whoosh index and how an entry becomes a document of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from whoosh import analysis, fields

from indexer.search.tokens import entries
from indexer.search.values import day, order, values

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from indexer.analysis import Analyzer
    from indexer.search.model import IndexDocument
    from indexer.search.tokens import Entry, Posting

LAYOUT: Final = 1
"""Raise it with every change of this file that an existing index does not have."""


class ReadyTokens(str):
    """Tokens on their way through Whoosh, which lets only text pass to an analyzer."""

    __slots__ = ("postings",)

    postings: list[Posting]

    @classmethod
    def of(cls, postings: list[Posting]) -> ReadyTokens:
        """Wrap tokens with positions."""
        made = cls()
        made.postings = postings
        return made


class TokenReader(analysis.Analyzer):  # type: ignore[misc]
    """Hands Whoosh the tokens that were made before."""

    def __call__(self, value: ReadyTokens, **options: Any) -> Iterator[Any]:
        """Whoosh's tokens; one object serves for all, as Whoosh wants it."""
        token = analysis.Token(**options)
        for text, position in value.postings:
            token.text, token.pos, token.boost, token.stopped = text, position, 1.0, False
            yield token


def schema() -> Any:
    """Numbers take 64 bits: 32 is Whoosh's default."""
    with_positions = fields.TEXT(analyzer=TokenReader())
    without = fields.TEXT(analyzer=TokenReader(), phrase=False)
    number = fields.NUMERIC(int, bits=64)
    column = fields.NUMERIC(int, bits=64, sortable=True)
    return fields.Schema(
        key=fields.ID(unique=False),
        body=with_positions,
        card=with_positions,
        odd=without,
        value=without,
        scope=without,
        person=without,
        head=fields.BOOLEAN,
        confidentiality=number,
        year=number,
        day=number,
        document=column,
        page=column,
        order=column,
        facts=fields.STORED,
    )


def rows(document: IndexDocument, analyzer: Analyzer) -> Iterator[dict[str, Any]]:
    """Fields of each entry of a document."""
    head = True
    for entry in entries(document, analyzer):
        yield _row(document, entry, head=head)
        head = False


def _row(document: IndexDocument, entry: Entry, *, head: bool) -> dict[str, Any]:
    persons = sorted({person.person_id for person, _ in document.persons})
    row = {
        "key": str(document.document_id),
        "body": ReadyTokens.of(entry.body),
        "card": ReadyTokens.of(entry.card),
        "odd": _unordered(entry.odd),
        "value": _unordered(values(document)),
        "scope": _unordered(map(str, document.scopes)),
        "person": _unordered(map(str, persons)),
        "head": head,
        "confidentiality": document.confidentiality,
        "year": document.year,
        "day": day(document.date),
        "document": document.document_id,
        "page": entry.page,
        "order": order(document),
    }
    if head:
        row["facts"] = {
            "stamp": document.stamp,
            "kind": [document.kind] if document.kind else [],
            "item": [document.item] if document.item else [],
            "unit": [document.unit] if document.unit else [],
            "year": [document.year] if document.year is not None else [],
            "confidentiality": [document.confidentiality],
            "person": persons,
        }
    return {name: value for name, value in row.items() if value is not None}


def _unordered(tokens: Iterable[str]) -> ReadyTokens:
    return ReadyTokens.of([(token, 0) for token in tokens])
