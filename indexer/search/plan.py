"""The query's tree in terms of tokens and columns: what is left for an engine is to say it in its own language."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice, product
from typing import TYPE_CHECKING, Final, TypeAlias

from indexer.query import And, Field, Fuzzy, In, Not, Or, Phrase, Prefix, Range, Term
from indexer.search.tokens import EXACT, MARKS, SHORTEST_FUZZY, Column

if TYPE_CHECKING:
    from indexer.query import Node, Word

EXACT_WEIGHT: Final = 4.0
"""An exact form counts its base form's weight besides, so it outranks any other form five to one."""
CARD_WEIGHT: Final = 2.0
"""A word of the title or a person of the metadata tells more than one on a page."""
NEAR_SCORE: Final = 0.01
"""A misread word: below anything that was read well."""
_MOST_SEQUENCES: Final = 16


@dataclass(frozen=True, slots=True)
class Choice:
    """One token in one column, and how much it counts."""

    column: Column
    token: str
    weight: float


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one of these tokens, or one that differs by a letter from `near` among the ODD."""

    choices: tuple[Choice, ...]
    near: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sequence:
    """Tokens one after the other in one column, with at most `slop` words between them altogether."""

    column: Column
    tokens: tuple[str, ...]
    slop: int
    weight: float


@dataclass(frozen=True, slots=True)
class StartsWith:
    """Tokens of a column that begin so."""

    column: Column
    start: str


@dataclass(frozen=True, slots=True)
class Near:
    """Tokens of a column that differ from this one by a letter at most."""

    column: Column
    token: str


@dataclass(frozen=True, slots=True)
class All:
    """Every part."""

    parts: tuple[Plan, ...]


@dataclass(frozen=True, slots=True)
class Any:
    """At least one part."""

    parts: tuple[Plan, ...]


@dataclass(frozen=True, slots=True)
class Without:
    """Everything but the part."""

    part: Plan


Plan: TypeAlias = AnyOf | Sequence | StartsWith | Near | Range | In | All | Any | Without


def plan(tree: Node, *, fuzzy: bool = True) -> Plan:  # noqa: PLR0911 - one return for each kind of node
    """What to look for; without `fuzzy` misread words are left out (except where the query has a tilde)."""
    match tree:
        case And(parts):
            return All(tuple(plan(part, fuzzy=fuzzy) for part in parts))
        case Or(parts):
            return Any(tuple(plan(part, fuzzy=fuzzy) for part in parts))
        case Not(part):
            return Without(plan(part, fuzzy=False))
        case Term(word, field):
            return AnyOf(_choices(word, field), _near(word, field) if fuzzy else ())
        case Fuzzy(word, field):
            alike = tuple(Near(column, token) for column in _columns(field) for token in _tokens(word, field))
            return Any((AnyOf(_choices(word, field)), *alike))
        case Phrase():
            return Any(tuple(sequence for column in _columns(tree.field) for sequence in _sequences(tree, column)))
        case Prefix(start, field):
            return Any(tuple(StartsWith(column, MARKS[field] + EXACT + start) for column in _columns(field)))
        case Range() | In():
            return tree


def on_pages(tree: Node, *, fuzzy: bool) -> Plan | None:
    """Where the words of a query stand on pages: any of them, not in the metadata; None if it has none."""
    found = _page_parts(plan(tree, fuzzy=fuzzy))
    return Any(tuple(found)) if found else None


def _page_parts(node: Plan) -> list[Plan]:
    match node:
        case All(parts) | Any(parts):
            return [found for part in parts for found in _page_parts(part)]
        case AnyOf(choices, near):
            kept = tuple(choice for choice in choices if choice.column is Column.BODY)
            return [AnyOf(kept, near)] if kept else []
        case Sequence(column=Column.BODY) | StartsWith(column=Column.BODY) | Near(column=Column.BODY):
            return [node]
    return []


def _columns(field: Field) -> tuple[Column, ...]:
    return (Column.CARD,) if field is Field.TITLE else (Column.BODY, Column.CARD)


def _tokens(word: Word, field: Field) -> tuple[str, ...]:
    return (MARKS[field] + EXACT + word.form, *(MARKS[field] + lemma for lemma in word.lemmas))


def _choices(word: Word, field: Field) -> tuple[Choice, ...]:
    exact, *lemmas = _tokens(word, field)
    found = []
    for column in _columns(field):
        weight = CARD_WEIGHT if column is Column.CARD else 1.0
        found.append(Choice(column, exact, weight * EXACT_WEIGHT))
        found.extend(Choice(column, lemma, weight) for lemma in lemmas)
    return tuple(found)


def _near(word: Word, field: Field) -> tuple[str, ...]:
    if field is Field.TITLE or word.form.isdigit() or len(word.form) < SHORTEST_FUZZY:
        return ()
    forms = dict.fromkeys((word.form, *word.lemmas))
    return tuple(form for form in forms if len(form) >= SHORTEST_FUZZY)


def _sequences(phrase: Phrase, column: Column) -> list[Sequence]:
    mark = MARKS[phrase.field]
    weight = CARD_WEIGHT if column is Column.CARD else 1.0
    exact = tuple(f"{mark}{EXACT}{word.form}" for word in phrase.words)
    readings = product(*(word.lemmas for word in phrase.words))
    return [
        Sequence(column, exact, phrase.slop, weight * EXACT_WEIGHT),
        *(
            Sequence(column, tuple(mark + lemma for lemma in lemmas), phrase.slop, weight)
            for lemmas in islice(readings, _MOST_SEQUENCES)
        ),
    ]
