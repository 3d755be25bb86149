"""The entry: a line of text in, a tree and remarks out; it never fails."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from indexer.query.convert import Converter, MalformedError
from indexer.query.fields import Field
from indexer.query.syntax import one_kind_of_quotes, unbalanced, whoosh_parser
from indexer.query.tree import And, Node, Not, Or, Phrase, leaves

if TYPE_CHECKING:
    from collections.abc import Mapping

    from indexer.analysis import Analyzer

LONGEST_TEXT: Final = 500
MOST_WORDS: Final = 40


class Note(StrEnum):
    """Remarks on how a text was read; codes for the person to be told in Russian."""

    UNBALANCED = "unbalanced"
    DANGLING_OPERATOR = "dangling_operator"
    WILDCARD_INSIDE = "wildcard_inside"
    PREFIX_TOO_SHORT = "prefix_too_short"
    PREFIX_OF_VALUE = "prefix_of_value"
    RANGE_OF_WORDS = "range_of_words"
    BAD_VALUE = "bad_value"
    UNKNOWN_SYNTAX = "unknown_syntax"
    TOO_LONG = "too_long"
    TOO_MANY_WORDS = "too_many_words"


@dataclass(frozen=True, slots=True)
class Parsed:
    """A text as it was understood.

    `tree` is And(()) (everything) for an empty text and Or(()) (nothing) where no word could be made of it.
    `plain` says that the text was malformed and read as plain words; `notes` say why, or what was cut off.
    `text` is what was typed, after cutting.
    """

    tree: Node
    plain: bool = False
    notes: tuple[Note, ...] = ()
    text: str = ""


class QueryParser:
    """Reads Whoosh's query language with Russian and English field names and operators.

    Args:
        analyzer: the same as the index's.
        kinds: what people call the kinds of documents -> how they are stored (`{"приказ": "order"}`).
        longest_text: characters that are read.
        most_words: words that are searched.
    """

    def __init__(
        self,
        analyzer: Analyzer,
        *,
        kinds: Mapping[str, str] | None = None,
        longest_text: int = LONGEST_TEXT,
        most_words: int = MOST_WORDS,
    ) -> None:
        self._analyzer = analyzer
        self._kinds = dict(kinds or {})
        self._longest_text = longest_text
        self._most_words = most_words
        self._whoosh = whoosh_parser()
        self._converter = Converter(analyzer, self._resolve)

    def parse(self, text: str) -> Parsed:
        """Read `text`; a malformed one is read as plain words and says so."""
        notes: list[Note] = []
        text = text.replace("\0", " ").strip()
        if len(text) > self._longest_text:
            text = text[: self._longest_text].rsplit(maxsplit=1)[0]
            notes.append(Note.TOO_LONG)
        if not text:
            return Parsed(And(), notes=tuple(notes))
        plain = False
        try:
            tree = self._read(one_kind_of_quotes(text))
        except MalformedError as error:
            plain = True
            notes.append(Note(error.note))
            tree = self._converter.words(text)
        tree, cut = _limited(tree or Or(), self._most_words)
        if cut:
            notes.append(Note.TOO_MANY_WORDS)
        return Parsed(tree, plain, tuple(notes), text)

    def _read(self, text: str) -> Node | None:
        if unbalanced(text):
            raise MalformedError(Note.UNBALANCED)
        try:
            found = self._whoosh.parse(text, normalize=False)
        except Exception as error:
            raise MalformedError(Note.UNKNOWN_SYNTAX) from error
        return self._converter.node(found)

    def _resolve(self, field: Field, value: str) -> str:
        if field is Field.KIND:
            for name, stored in self._kinds.items():
                if self._analyzer.same(name, value):
                    return stored
        return value


def _limited(tree: Node, most: int) -> tuple[Node, bool]:
    """The tree without the leaves beyond `most` words."""
    size = sum(_size(leaf) for leaf in leaves(tree, negated=True))
    if size <= most:
        return tree, False
    left = [most]
    return _cut(tree, left) or Or(), True


def _cut(node: Node, left: list[int]) -> Node | None:
    match node:
        case And(parts) | Or(parts):
            kept = tuple(part for part in (_cut(part, left) for part in parts) if part is not None)
            return type(node)(kept) if kept else None
        case Not(part):
            inner = _cut(part, left)
            return Not(inner) if inner is not None else None
    left[0] -= _size(node)
    return node if left[0] >= 0 else None


def _size(node: Node) -> int:
    return len(node.words) if isinstance(node, Phrase) else 1
