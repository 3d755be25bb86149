"""From our plan to tantivy's query objects; nothing passes through tantivy's own query language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import tantivy
from tantivy import Occur, Query

from indexer.query import Field, In, Range
from indexer.search.plan import NEAR_SCORE, All, AnyOf, Near, Plan, Sequence, StartsWith, Without
from indexer.search.plan import Any as AnyPart
from indexer.search.tokens import Column
from indexer.search.values import chosen, day, value

if TYPE_CHECKING:
    from collections.abc import Iterable

    from indexer.search.model import Access, Filters

_UNSIGNED: Final = tantivy.FieldType.Unsigned


class Compiler:
    """Compiles for one schema."""

    def __init__(self, schema: Any) -> None:
        self._schema = schema

    def query(self, plan: Plan) -> Any:  # noqa: PLR0911 - one return for each kind of node
        """The query of a plan; conditions on metadata do not count for the score."""
        match plan:
            case AnyOf():
                return self._any_of(plan)
            case Sequence(column, tokens, slop, weight):
                phrase = Query.phrase_query(self._schema, column, list(tokens), slop)
                return Query.boost_query(phrase, weight)
            case StartsWith(column, start):
                return Query.regex_query(self._schema, column, start + ".*")
            case Near(column, token):
                return self._near(column, token)
            case Range(field, low, high):
                return self._range(field, day(low), day(high))
            case In(field, wanted):
                return self.one_of("value", [value(field, text) for text in wanted])
            case All(parts):
                return self._all(parts)
            case AnyPart(parts):
                return Query.boolean_query([(Occur.Should, self.query(part)) for part in parts])
            case Without():
                return self._all((plan,))

    def limits(self, filters: Filters, access: Access) -> list[Any]:
        """What narrows every query: who asks, and what was ticked."""
        numbers = {"year": filters.year, "confidentiality": filters.confidentiality, "person": filters.person}
        found = [self.one_of(name, wanted) for name, wanted in numbers.items() if wanted]
        found += [self.one_of("value", wanted) for wanted in chosen(filters)]
        if access.scopes is not None:
            found.append(self.one_of("scope", sorted(access.scopes)))
        secret = Query.range_query(self._schema, "confidentiality", _UNSIGNED, 0, max(access.max_confidentiality, 0))
        found.append(unscored(secret) if access.max_confidentiality >= 0 else Query.empty_query())
        return found

    def one_of(self, name: str, wanted: Iterable[Any]) -> Any:
        """One of these values, for nothing to the score; none of them is nothing."""
        return unscored(Query.term_set_query(self._schema, name, list(wanted)))

    def documents_between(self, low: int, high: int) -> Any:
        """Entries of documents with ids from `low` to `high`."""
        return unscored(Query.range_query(self._schema, "document", _UNSIGNED, low, high))

    def _any_of(self, plan: AnyOf) -> Any:
        parts = []
        for choice in plan.choices:
            term = Query.term_query(self._schema, choice.column, choice.token)
            parts.append((Occur.Should, Query.boost_query(term, choice.weight)))
        parts += [(Occur.Should, self._near(Column.ODD, form)) for form in plan.near]
        return Query.boolean_query(parts)

    def _near(self, column: Column, token: str) -> Any:
        return Query.const_score_query(Query.fuzzy_term_query(self._schema, column, token), NEAR_SCORE)

    def _range(self, field: Field, low: int | None, high: int | None) -> Any:
        name = "day" if field is Field.DATE else field.value
        # An open end still means that there is a value.
        low = 0 if low is None else low
        return unscored(Query.range_query(self._schema, name, _UNSIGNED, low, high))

    def _all(self, parts: tuple[Plan, ...]) -> Any:
        wanted = [part for part in parts if not isinstance(part, Without)]
        unwanted = [part.part for part in parts if isinstance(part, Without)]
        clauses = [(Occur.Must, self.query(part)) for part in wanted] or [(Occur.Must, Query.all_query())]
        return Query.boolean_query(clauses + [(Occur.MustNot, self.query(part)) for part in unwanted])


def both(first: Any, *others: Any) -> Any:
    """All of these queries."""
    return Query.boolean_query([(Occur.Must, query) for query in (first, *others)])


def unscored(query: Any) -> Any:
    """A condition that does not count for the score."""
    return Query.const_score_query(query, 0.0)
