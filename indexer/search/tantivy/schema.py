"""The layout of a tantivy index and how an entry becomes a document of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import tantivy

from indexer.search.tantivy.gates import gate
from indexer.search.tokens import Column, Entry, Posting, entries
from indexer.search.values import day, order, values

if TYPE_CHECKING:
    from collections.abc import Iterator

    from indexer.analysis import Analyzer
    from indexer.search.model import IndexDocument

LAYOUT: Final = 2
"""Raise it with every change of this file that an existing index does not have."""

PART, HEAD, SOLO = 0, 1, 2
"""`role` of an entry: a further page, the first of several, the only one. HEAD and SOLO count documents."""

SLICES: Final = 64
"""Parts into which documents fall by chance: counting in some of them estimates the whole."""
_SCATTER: Final = 0x9E3779B1
"""Knuth's multiplier: neighbouring ids fall into different slices whatever their rhythm."""


def schema() -> Any:
    """Tokens come ready made, so every text field is `raw` or pre-tokenised."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field(Column.BODY, tokenizer_name="raw", index_option="position")
    builder.add_text_field(Column.CARD, tokenizer_name="raw", index_option="position")
    builder.add_text_field(Column.ODD, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("value", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("gate", tokenizer_name="raw", index_option="basic")
    for name in ("kind", "item", "unit"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
    for name in ("document", "page", "role", "scope", "confidentiality", "year", "day", "person"):
        builder.add_unsigned_field(name, indexed=True, fast=True)
    for name in ("stamp", "order", "several"):  # several: the document, where it has several entries
        builder.add_unsigned_field(name, fast=True)
    builder.add_unsigned_field("slice", indexed=True)
    return builder.build()


def documents(document: IndexDocument, analyzer: Analyzer) -> Iterator[Any]:
    """Tantivy's documents for one of ours, one for each entry."""
    found = entries(document, analyzer)
    entry = next(found)
    role = HEAD
    while True:
        following = next(found, None)
        if role == HEAD and following is None:
            role = SOLO
        yield _document(document, entry, role)
        if following is None:
            return
        entry, role = following, PART


def _document(document: IndexDocument, entry: Entry, role: int) -> Any:
    made = tantivy.Document()
    made.add_pre_tokenized_text(Column.BODY, _pre_tokenized(entry.body))
    made.add_pre_tokenized_text(Column.CARD, _pre_tokenized(entry.card))
    for form in entry.odd:
        made.add_text(Column.ODD, form)
    for text in values(document):
        made.add_text("value", text)
    made.add_text("gate", gate(document.confidentiality, document.scopes))
    for name in ("kind", "item", "unit"):
        if text := getattr(document, name):
            made.add_text(name, text)
    numbers = {
        "document": document.document_id,
        "page": entry.page,
        "role": role,
        "stamp": document.stamp,
        "confidentiality": document.confidentiality,
        "order": order(document),
        "year": document.year,
        "day": day(document.date),
        "slice": (document.document_id * _SCATTER >> 16) % SLICES,
        "several": None if role == SOLO else document.document_id,
    }
    for name, number in numbers.items():
        if number is not None:
            made.add_unsigned(name, number)
    for scope in document.scopes:
        made.add_unsigned("scope", scope)
    for person, _ in document.persons:
        made.add_unsigned("person", person.person_id)
    return made


def _pre_tokenized(postings: list[Posting]) -> Any:
    token = tantivy.Token
    return tantivy.PreTokenizedString("", [token(text, position, 0, 0) for text, position in postings])
