"""From our plan to SQL conditions and tsquery values; PostgreSQL's own text parser never sees a word.

Parts of a plan that speak of words only become one tsquery, so that one look into the GIN index answers them;
a part that also speaks of metadata becomes SQL around them.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import islice, product
from typing import TYPE_CHECKING, Any, Final

from indexer.query import Field, In, Range
from indexer.search.correction import neighbours
from indexer.search.plan import All, AnyOf, Near, Plan, Sequence, StartsWith, Without
from indexer.search.plan import Any as AnyPart
from indexer.search.postgresql.schema import ODD_MARK, WEIGHTS
from indexer.search.values import chosen, day, value

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from indexer.search.model import Access, Filters
    from indexer.search.tokens import Column

_MOST_DISTANCES: Final = 64
_MOST_ALIKE: Final = 100


@dataclass(frozen=True, slots=True)
class Words:
    """A condition on words: the text of a tsquery."""

    query: str


@dataclass(frozen=True, slots=True)
class Condition:
    """Any other condition, over `e` (entry) and `d` (document)."""

    sql: str


@dataclass
class Compiler:
    """Compiles one question; `parameters` fill the placeholders of its SQL.

    Args:
        alike: which of these words the vocabulary has: (words, among the odd only) -> words.
    """

    alike: Callable[[Iterable[str], bool], list[str]]
    parameters: dict[str, Any] = field(default_factory=dict)

    def where(self, plan: Plan) -> str:
        """The SQL condition of a plan."""
        return self._sql(self._compile(plan))

    def words(self, plan: Plan) -> str | None:
        """The tsquery of a plan that speaks of words only, else None."""
        found = self._compile(plan)
        return found.query if isinstance(found, Words) else None

    def limits(self, filters: Filters, access: Access) -> str:
        """The SQL condition of who asks and what was ticked."""
        parts = [f"d.confidentiality <= {self._bind(min(access.max_confidentiality, 2**31 - 1))}"]
        if access.scopes is not None:
            parts.append(f"d.scope && {self._bind(sorted(access.scopes))}::bigint[]")
        if filters.year:
            parts.append(f"d.year = ANY({self._bind(list(filters.year))}::int[])")
        if filters.confidentiality:
            parts.append(f"d.confidentiality = ANY({self._bind(list(filters.confidentiality))}::int[])")
        if filters.person:
            parts.append(f"d.person && {self._bind(list(filters.person))}::bigint[]")
        parts += [f"d.value && {self._bind(wanted)}::text[]" for wanted in chosen(filters)]
        return " AND ".join(parts)

    def bind_query(self, query: str) -> str:
        """A placeholder for a tsquery."""
        return f"{self._bind(query)}::tsquery"

    def _bind(self, given: Any) -> str:
        name = f"p{len(self.parameters)}"
        self.parameters[name] = given
        return f"%({name})s"

    def _sql(self, part: Words | Condition) -> str:
        return part.sql if isinstance(part, Condition) else f"e.words @@ {self.bind_query(part.query)}"

    def _compile(self, plan: Plan) -> Words | Condition:  # noqa: PLR0911 - one return for each kind of node
        match plan:
            case AnyOf():
                return Words(self._any_of(plan))
            case Sequence():
                return Words(_sequence(plan))
            case StartsWith(column, start):
                return Words(f"'{start}':*{WEIGHTS[column]}")
            case Near(column, token):
                return self._near(column, token)
            case Range(name, low, high):
                return Condition(self._range(name, day(low), day(high)))
            case In(name, wanted):
                values = self._bind([value(name, text) for text in wanted])
                return Condition(f"d.value && {values}::text[]")
            case All(parts):
                return self._joined(parts, " & ", " AND ", "true")
            case AnyPart(parts):
                return self._joined(parts, " | ", " OR ", "false")
            case Without(part):
                inner = self._compile(part)
                return Words(f"!({inner.query})") if isinstance(inner, Words) else Condition(f"NOT ({inner.sql})")

    def _joined(self, parts: tuple[Plan, ...], sign: str, operator: str, empty: str) -> Words | Condition:
        compiled = [self._compile(part) for part in parts]
        words = [part.query for part in compiled if isinstance(part, Words)]
        conditions = [f"({part.sql})" for part in compiled if isinstance(part, Condition)]
        if not compiled:
            return Condition(empty)
        together = "(" + sign.join(words) + ")"
        if not conditions:
            return Words(together)
        return Condition(operator.join([self._sql(Words(together)), *conditions] if words else conditions))

    def _any_of(self, plan: AnyOf) -> str:
        columns: dict[str, set[Column]] = defaultdict(set)
        for choice in plan.choices:
            columns[choice.token].add(choice.column)
        parts = [f"'{token}'{_label(where)}" for token, where in columns.items()]
        alike = self.alike({word for form in plan.near for word in (form, *neighbours(form))}, True)  # noqa: FBT003
        parts += [f"'{ODD_MARK}{word}'" for word in alike[:_MOST_ALIKE]]
        return "(" + " | ".join(parts) + ")"

    def _near(self, column: Column, token: str) -> Words:
        split = max(token.rfind("="), token.rfind(":")) + 1
        mark, form = token[:split], token[split:]
        alike = self.alike({form, *neighbours(form)}, False)  # noqa: FBT003 - the callable's second argument
        return Words(
            "(" + " | ".join(f"'{mark}{word}':{WEIGHTS[column]}" for word in [form, *alike[:_MOST_ALIKE]]) + ")"
        )

    def _range(self, name: Field, low: int | None, high: int | None) -> str:
        column = "d.day" if name is Field.DATE else "d.year"
        bounds = [
            f"{column} {sign} {self._bind(bound)}" for sign, bound in ((">=", low), ("<=", high)) if bound is not None
        ]
        return " AND ".join(bounds) or f"{column} IS NOT NULL"


def _label(columns: set[Column]) -> str:
    return "" if len(columns) > 1 else ":" + WEIGHTS[next(iter(columns))]


def _sequence(plan: Sequence) -> str:
    label = WEIGHTS[plan.column]
    tokens = [f"'{token}':{label}" for token in plan.tokens]
    gaps = product(range(plan.slop + 1), repeat=len(tokens) - 1)
    fitting = islice((gap for gap in gaps if sum(gap) <= plan.slop), _MOST_DISTANCES)
    return "(" + " | ".join(_spaced(tokens, gap) for gap in fitting) + ")"


def _spaced(tokens: list[str], gaps: tuple[int, ...]) -> str:
    text = tokens[0]
    for token, gap in zip(tokens[1:], gaps, strict=True):
        text = f"({text} <{gap + 1}> {token})"
    return text
