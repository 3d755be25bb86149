"""From our plan to tantivy's query objects; nothing passes through tantivy's own query language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeAlias

import tantivy
from tantivy import Occur, Query

from indexer.query import Field, In, Range
from indexer.search.plan import NEAR_SCORE, All, AnyOf, Near, Plan, Sequence, StartsWith, Without
from indexer.search.plan import Any as AnyPart
from indexer.search.tokens import Column
from indexer.search.values import chosen, day, value

if TYPE_CHECKING:
    from collections.abc import Collection

    from indexer.search.model import Filters

_UNSIGNED: Final = tantivy.FieldType.Unsigned
_FEW: Final = 64
"""Values up to which asking for each is quicker than for the set of them."""
Leaf: TypeAlias = Sequence | StartsWith | Near | Range | In


class Compiler:
    """Compiles for one schema."""

    def __init__(self, schema: Any) -> None:
        self._schema = schema

    def query(self, plan: Plan, within: Any = None) -> Any:
        """The query of a plan; conditions on metadata do not count for the score.

        `within` are the only entries that matter. Every single word is narrowed to them: tantivy walks through all
        entries of a word that is one of several.
        """
        match plan:
            case AnyOf():
                return any_of([self._narrowed(part, within) for part in self._choices(plan)])
            case AnyPart(parts):
                return any_of([self.query(part, within) for part in parts])
            case All(parts):
                return self._all(parts, within)
            case Without():
                return self._all((plan,), within)
            case _:
                return self._narrowed(self._leaf(plan), within)

    def limits(self, filters: Filters) -> list[Any]:
        """What was ticked."""
        numbers = {"year": filters.year, "confidentiality": filters.confidentiality, "person": filters.person}
        found = [self.one_of(name, wanted) for name, wanted in numbers.items() if wanted]
        return found + [self.one_of("value", wanted) for wanted in chosen(filters)]

    def one_of(self, name: str, wanted: Collection[Any]) -> Any:
        """One of these values, for nothing to the score; none of them is nothing."""
        if len(wanted) > _FEW:
            return unscored(Query.term_set_query(self._schema, name, list(wanted)))
        return unscored(any_of([Query.term_query(self._schema, name, value) for value in wanted]))

    def up_to(self, name: str, highest: int) -> Any:
        """A number from 0 to `highest`, for nothing to the score."""
        if highest < 0:
            return Query.empty_query()
        return unscored(Query.range_query(self._schema, name, _UNSIGNED, 0, highest))

    def any_value(self, name: str) -> Any:
        """Whatever has this number at all, for nothing to the score."""
        return unscored(Query.range_query(self._schema, name, _UNSIGNED, 0, None))

    def _leaf(self, plan: Leaf) -> Any:
        match plan:
            case Sequence(column, tokens, slop, weight):
                return Query.boost_query(Query.phrase_query(self._schema, column, list(tokens), slop), weight)
            case StartsWith(column, start):  # far cheaper to make than a regular expression
                return Query.fuzzy_term_query(self._schema, column, start, distance=0, prefix=True)
            case Near(column, token):
                return self._near(column, token)
            case Range(field, low, high):
                return self._range(field, day(low), day(high))
            case In(field, wanted):
                return self.one_of("value", [value(field, text) for text in wanted])

    @staticmethod
    def _narrowed(query: Any, within: Any) -> Any:
        return query if within is None else both(query, within)

    def _choices(self, plan: AnyOf) -> list[Any]:
        parts = []
        for choice in plan.choices:
            term = Query.term_query(self._schema, choice.column, choice.token)
            parts.append(Query.boost_query(term, choice.weight))
        return parts + [self._near(Column.ODD, form) for form in plan.near]

    def _near(self, column: Column, token: str) -> Any:
        return Query.const_score_query(Query.fuzzy_term_query(self._schema, column, token), NEAR_SCORE)

    def _range(self, field: Field, low: int | None, high: int | None) -> Any:
        name = "day" if field is Field.DATE else field.value
        # An open end still means that there is a value.
        low = 0 if low is None else low
        return unscored(Query.range_query(self._schema, name, _UNSIGNED, low, high))

    def _all(self, parts: tuple[Plan, ...], within: Any) -> Any:
        wanted = [part for part in parts if not isinstance(part, Without)]
        unwanted = [part.part for part in parts if isinstance(part, Without)]
        everything = [(Occur.Must, Query.all_query() if within is None else within)]
        clauses = [(Occur.Must, self.query(part, within)) for part in wanted] or everything
        return Query.boolean_query(clauses + [(Occur.MustNot, self.query(part, within)) for part in unwanted])


def both(first: Any, *others: Any) -> Any:
    """All of these queries."""
    return Query.boolean_query([(Occur.Must, query) for query in (first, *others)])


def any_of(queries: list[Any]) -> Any:
    """At least one of these queries; of none, nothing."""
    return Query.boolean_query([(Occur.Should, query) for query in queries]) if queries else Query.empty_query()


def unscored(query: Any) -> Any:
    """A condition that does not count for the score."""
    return Query.const_score_query(query, 0.0)
