"""From Whoosh's query objects to our tree; whatever does not fit is malformed."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from whoosh import query as whoosh_query

from indexer.query import fields
from indexer.query.fields import Field
from indexer.query.syntax import OPERATORS
from indexer.query.tree import And, Fuzzy, In, Node, Not, Or, Phrase, Prefix, Range, Term, Word

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from indexer.analysis import Analyzer, Token

_SHORTEST_PREFIX: Final = 2
_YEARS: Final = re.compile(r"(\d{4})\s*[-–]\s*(\d{4})")


class MalformedError(ValueError):
    """The text is not a sentence of the query language; `note` says why."""

    def __init__(self, note: str) -> None:
        super().__init__(note)
        self.note = note


class Converter:
    """Builds our tree; `resolve` turns a typed value of a field into the stored one (вид:приказ)."""

    def __init__(self, analyzer: Analyzer, resolve: Callable[[Field, str], str]) -> None:
        self._analyzer = analyzer
        self._resolve = resolve

    def node(self, found: Any) -> Node | None:  # noqa: PLR0911 - one return for each kind of node
        """Our node for one of Whoosh's; None where nothing searchable is in it.

        Raises:
            MalformedError: see `note`.
        """
        match found:
            case whoosh_query.And():
                return self._all(found.subqueries)
            case whoosh_query.Or():
                parts = tuple(part for part in map(self.node, found.subqueries) if part is not None)
                return Or(parts) if parts else None
            case whoosh_query.Not():
                part = self.node(found.query)
                return Not(part) if part is not None else None
            case whoosh_query.TermRange():
                return self._range(found)
            case whoosh_query.Phrase():
                return self._quoted(Field(found.fieldname), " ".join(found.words), max(0, found.slop - 1))
            case whoosh_query.FuzzyTerm():
                return self._fuzzy(Field(found.fieldname), found.text)
            case whoosh_query.Prefix():
                return self._prefix(Field(found.fieldname), found.text)
            case whoosh_query.Term():
                return self._term(Field(found.fieldname), found.text)
        if found == whoosh_query.NullQuery or found is None:
            return None
        raise MalformedError("unknown_syntax")

    def words(self, text: str) -> Node | None:
        """Plain words, all of them wanted; `11-А` stays together."""
        return self._joined([self._run(Field.TEXT, piece) for piece in text.split() if piece not in OPERATORS])

    def _all(self, subqueries: Sequence[Any]) -> Node | None:
        """And, joining the words that follow one field name: nothing else is implied by standing together."""
        return self._joined([self.node(part) for part in subqueries])

    def _joined(self, parts: Sequence[Node | None]) -> Node | None:
        found = [part for part in parts if part is not None]
        if not found:
            return None
        # "журнал и ведомость": a preposition or conjunction is not searched beside real words.
        telling = [part for part in found if not self._is_function(part)] or found
        return telling[0] if len(telling) == 1 else And(tuple(telling))

    def _is_function(self, node: Node) -> bool:
        return isinstance(node, Term) and all(token.function for token in self._analyzer.tokens(node.word.form))

    def _term(self, field: Field, text: str) -> Node | None:
        if text in OPERATORS:
            raise MalformedError("dangling_operator")
        if re.search(r"[*?](?=\w)", text):
            raise MalformedError("wildcard_inside")
        return self._quoted(field, text, 0)

    def _quoted(self, field: Field, text: str, slop: int) -> Node | None:
        if field in fields.ORDERED:
            years = _YEARS.fullmatch(text)
            return _range(field, years[1], years[2]) if years else _range(field, text, text)
        if field not in fields.WORDS:
            return In(field, (fields.keyword(self._resolve(field, text)),))
        return self._run(field, text, slop)

    def _run(self, field: Field, text: str, slop: int = 0) -> Node | None:
        words = tuple(map(_word, self._analyzer.tokens(text)))
        if len(words) > 1:
            return Phrase(words, field, slop)
        return Term(words[0], field) if words else None

    def _fuzzy(self, field: Field, text: str) -> Node | None:
        node = self._term(field, text)
        return Fuzzy(node.word, field) if isinstance(node, Term) else node

    def _prefix(self, field: Field, text: str) -> Node | None:
        if field not in fields.WORDS:
            raise MalformedError("prefix_of_value")
        tokens = self._analyzer.tokens(text)
        if not tokens:
            return None
        if len(tokens[-1].form) < _SHORTEST_PREFIX:
            raise MalformedError("prefix_too_short")
        last = Prefix(tokens[-1].form, field)
        return And((*(Term(_word(token), field) for token in tokens[:-1]), last)) if len(tokens) > 1 else last

    def _range(self, found: Any) -> Range:
        node = _range(Field(found.fieldname), found.start or "", found.end or "")
        one: Any = 1 if node.field is Field.YEAR else timedelta(days=1)
        low = node.low + one if node.low is not None and found.startexcl else node.low
        high = node.high - one if node.high is not None and found.endexcl else node.high
        return Range(node.field, low, high)


def _range(field: Field, low: str, high: str) -> Range:
    """Both bounds included; an empty one is open."""
    if field not in fields.ORDERED:
        raise MalformedError("range_of_words")
    try:
        if field is Field.YEAR:
            return Range(field, *(fields.year(bound) if bound else None for bound in (low, high)))
        return Range(field, fields.days(low)[0] if low else None, fields.days(high)[1] if high else None)
    except ValueError as error:
        raise MalformedError("bad_value") from error


def _word(token: Token) -> Word:
    return Word(token.form, token.lemmas, token.known)
