"""What an engine indexes: marked tokens with positions. No engine analyses text itself.

| token | stands for |
|---|---|
| `журнал` | the base form |
| `=журналы` | the exact form |
| `p:иванов`, `p:=ивановой` | the same of a name: a person of the metadata, a capitalised word of the page |
| `t:…`, `t:=…` | the same of a word of the title |

Forms hold letters and digits only, so marks and words cannot be mistaken for each other.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, Final, TypeAlias

from indexer.analysis.pieces import pieces
from indexer.query import Field

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from indexer.analysis import Analyzer, Token
    from indexer.search.model import IndexDocument, IndexPage

Posting: TypeAlias = tuple[str, int]
"""A token and its position."""

EXACT: Final = "="
MARKS: Final = {Field.TEXT: "", Field.TITLE: "t:", Field.PERSON: "p:"}
SHORTEST_FUZZY: Final = 5
"""Letters from which a word is also searched with one of them misread."""

_GAP: Final = 100
"""Positions between texts that do not follow each other, so that no phrase reaches across."""


class Column(StrEnum):
    """Where tokens lie: words of the page, words of the metadata, forms that the dictionary does not have.

    What recognition misreads is hardly ever another word: one-letter errors are looked for among ODD only.
    """

    BODY = "body"
    CARD = "card"
    ODD = "odd"


@dataclass(frozen=True, slots=True)
class Entry:
    """What is indexed as one: a page with its document's metadata. `page` is 0 for a document without pages."""

    page: int
    body: list[Posting]
    card: list[Posting]
    odd: frozenset[str]


def entries(document: IndexDocument, analyzer: Analyzer) -> Iterator[Entry]:
    """The entries of one document, at least one; consumes its pages."""
    card, strange = _card(document, analyzer)
    named = _named_pages(document)
    first = True
    for page in document.pages:
        entry = _page_entry(page, named.get(page.number, ()), card, analyzer)
        # Misread metadata lead to the first page only: on every page they would look like words of every page.
        yield replace(entry, odd=entry.odd | strange) if first and strange else entry
        first = False
    if first:
        yield Entry(0, [], card, strange)


def _page_entry(page: IndexPage, names: Iterable[str], card: list[Posting], analyzer: Analyzer) -> Entry:
    body: list[Posting] = []
    odd: set[str] = set()
    position = 0
    for piece in pieces(page.text):
        words, postings, misread = _on_page(piece, analyzer)
        body += [(token, position + place) for token, place in postings]
        odd.update(misread)
        position += words
    start = position + _GAP
    for name in names:
        words_ = analyzer.tokens(name)
        _add_all(body, words_, start, Field.PERSON)
        start += len(words_) + _GAP
    return Entry(page.number, body, card, frozenset(odd))


@lru_cache(maxsize=100_000)
def _on_page(piece: str, analyzer: Analyzer) -> tuple[int, list[Posting], frozenset[str]]:
    """Number of words, postings and odd forms of a piece of a page: the same wherever it stands."""
    found: list[Posting] = []
    tokens = analyzer.tokens(piece)
    for token in tokens:
        _add(found, token, token.position, Field.TEXT)
        if token.name and not token.function:
            _add(found, token, token.position, Field.PERSON)
    return len(tokens), found, _odd(tokens)


def _card(document: IndexDocument, analyzer: Analyzer) -> tuple[list[Posting], frozenset[str]]:
    """Title, number and names: on every page, so that a query may mix them with the words of the page.

    A person whose pages are known stands on those alone: a register of thousands would put everybody on every page.
    """
    card: list[Posting] = []
    odd: frozenset[str] = frozenset()
    start = 0
    names = [name for person, pages in document.persons if not pages for name in person.names]
    texts = [(document.title, Field.TITLE), (document.number, Field.TEXT), *((name, Field.PERSON) for name in names)]
    for text, field in texts:
        words = analyzer.tokens(text)
        _add_all(card, words, start, field)
        odd |= _odd(words)
        start += len(words) + _GAP
    return card, odd


def _named_pages(document: IndexDocument) -> dict[int, list[str]]:
    named: dict[int, list[str]] = {}
    for person, pages in document.persons:
        for page in pages:
            named.setdefault(page, []).extend(person.names)
    return named


def _add_all(postings: list[Posting], tokens: Iterable[Token], start: int, field: Field) -> None:
    for token in tokens:
        _add(postings, token, start + token.position, Field.TEXT)
        if field is not Field.TEXT:
            _add(postings, token, start + token.position, field)


def _add(postings: list[Posting], token: Token, position: int, field: Field) -> None:
    mark = MARKS[field]
    postings.append((f"{mark}={token.form}", position))
    postings.extend((mark + lemma, position) for lemma in token.lemmas)


def _odd(tokens: Iterable[Token]) -> frozenset[str]:
    return frozenset(
        form
        for token in tokens
        if not token.known
        for form in (token.form, *token.lemmas)
        if len(form) >= SHORTEST_FUZZY - 1
    )
