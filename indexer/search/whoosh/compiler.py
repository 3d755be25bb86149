"""From our plan to Whoosh's query objects; its parser has been used long before, see `indexer.query`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from whoosh import query

from indexer.query import Field, In, Range
from indexer.search.correction import neighbours
from indexer.search.plan import NEAR_SCORE, All, AnyOf, Near, Plan, Sequence, StartsWith, Without
from indexer.search.plan import Any as AnyPart
from indexer.search.tokens import Column
from indexer.search.values import chosen, day, value

if TYPE_CHECKING:
    from collections.abc import Iterable

    from indexer.search.model import Access, Filters


class Compiler:
    """Compiles for one reader: misread words are looked up in its list of words."""

    def __init__(self, reader: Any) -> None:
        self._reader = reader

    def query(self, plan: Plan) -> Any:  # noqa: PLR0911 - one return for each kind of node
        """The query of a plan; conditions on metadata do not count for the score."""
        match plan:
            case AnyOf(choices, near):
                parts = [query.Term(choice.column.value, choice.token, boost=choice.weight) for choice in choices]
                return query.Or([*parts, *(self._near(Column.ODD, form) for form in near)])
            case Sequence(column, tokens, slop, weight):
                return query.Phrase(column.value, list(tokens), slop=slop + 1, boost=weight)
            case StartsWith(column, start):
                return query.Prefix(column.value, start)
            case Near(column, token):
                return self._near(column, token)
            case Range(field, low, high):
                name = "day" if field is Field.DATE else field.value
                return unscored(query.NumericRange(name, day(low), day(high)))
            case In(field, wanted):
                return one_of("value", [value(field, text) for text in wanted])
            case All(parts):
                return self._all(parts)
            case AnyPart(parts):
                return query.Or([self.query(part) for part in parts]) if parts else query.NullQuery
            case Without():
                return self._all((plan,))

    def limits(self, filters: Filters, access: Access) -> list[Any]:
        """What narrows every query: who asks, and what was ticked."""
        found = [unscored(query.NumericRange("confidentiality", None, access.max_confidentiality))]
        if access.scopes is not None:
            found.append(one_of("scope", map(str, sorted(access.scopes))))
        for name, numbers in (("year", filters.year), ("confidentiality", filters.confidentiality)):
            if numbers:
                found.append(unscored(query.Or([query.NumericRange(name, number, number) for number in numbers])))
        if filters.person:
            found.append(one_of("person", map(str, filters.person)))
        return found + [one_of("value", wanted) for wanted in chosen(filters)]

    def _near(self, column: Column, token: str) -> Any:
        split = max(token.rfind("="), token.rfind(":")) + 1
        mark, form = token[:split], token[split:]
        known = [
            mark + word for word in (form, *sorted(neighbours(form))) if (column.value, mark + word) in self._reader
        ]
        return one_of(column.value, known, NEAR_SCORE)

    def _all(self, parts: tuple[Plan, ...]) -> Any:
        wanted = [self.query(part) for part in parts if not isinstance(part, Without)]
        unwanted = [query.Not(self.query(part.part)) for part in parts if isinstance(part, Without)]
        return query.And([*(wanted or [unscored(query.Every())]), *unwanted])


def one_of(name: str, tokens: Iterable[str], score: float = 0.0) -> Any:
    """One of these tokens, each entry with the same score; none of them is nothing."""
    terms = [query.Term(name, token) for token in tokens]
    return query.ConstantScoreQuery(query.Or(terms), score) if terms else query.NullQuery


def unscored(part: Any) -> Any:
    """A condition that does not count for the score."""
    return query.ConstantScoreQuery(part, 0.0)
