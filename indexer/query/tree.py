"""The query as a small frozen tree. Words in it are already analysed: no engine sees what was typed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date  # noqa: TC003 - part of the public type of Range
from typing import TYPE_CHECKING, TypeAlias

from indexer.query.fields import Field

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class Word:
    """One analysed word: the folded exact `form`, its `lemmas`, and whether the dictionary has it."""

    form: str
    lemmas: tuple[str, ...]
    known: bool = True


@dataclass(frozen=True, slots=True)
class Term:
    """A word in any of its forms; the exact form counts more."""

    word: Word
    field: Field = Field.TEXT


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words in this order, with at most `slop` words between them altogether."""

    words: tuple[Word, ...]
    field: Field = Field.TEXT
    slop: int = 0


@dataclass(frozen=True, slots=True)
class Prefix:
    """Exact forms that begin so (folded)."""

    start: str
    field: Field = Field.TEXT


@dataclass(frozen=True, slots=True)
class Fuzzy:
    """A word, or any of the index that differs from one of its forms by one letter."""

    word: Word
    field: Field = Field.TEXT


@dataclass(frozen=True, slots=True)
class Range:
    """Values of a year or date between two bounds, both included; None is open."""

    field: Field
    low: int | date | None
    high: int | date | None


@dataclass(frozen=True, slots=True)
class In:
    """One of these values, compared whole (see `fields.keyword`)."""

    field: Field
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class And:
    """All of them; without parts it is everything."""

    parts: tuple[Node, ...] = ()


@dataclass(frozen=True, slots=True)
class Or:
    """At least one of them; without parts it is nothing."""

    parts: tuple[Node, ...] = ()


@dataclass(frozen=True, slots=True)
class Not:
    """Pages without it. Metadata belong to every page: НЕ название:журнал leaves out whole documents."""

    part: Node


Leaf: TypeAlias = Term | Phrase | Prefix | Fuzzy | Range | In
Node: TypeAlias = Leaf | And | Or | Not


def leaves(node: Node, *, negated: bool = False) -> Iterator[Leaf]:
    """The leaves from left to right; those under Not only where `negated`."""
    match node:
        case And(parts) | Or(parts):
            for part in parts:
                yield from leaves(part, negated=negated)
        case Not(part):
            if negated:
                yield from leaves(part, negated=True)
        case _:
            yield node
