"""Totals for monitoring bodies: numbers without names, and none so small that somebody could be known by it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

FEWEST = 5
"""Numbers below it, but for none at all, are not told."""


@dataclass(frozen=True, slots=True)
class Totals:
    """`cells` by their names, None: not told. Without a `total` there are no cells: how many there are would tell."""

    cells: Mapping[str, int | None]
    total: int | None


@dataclass(frozen=True, slots=True)
class NestedTotals:
    """Parts with their cells. `inner` has the cells of parts that are told and not empty, where any can be told."""

    outer: Totals
    inner: Mapping[str, Mapping[str, int | None]]


def nested(counts: Mapping[str, Mapping[str, int]]) -> NestedTotals:
    """Hide small numbers in parts and in the cells within each, so that neither tells what the other hides.

    Cells are told only within a part that is told; its number is their total, so they are hidden as `suppressed` does.
    """
    outer = suppressed({name: sum(cells.values()) for name, cells in counts.items()})
    inner = {name: suppressed(counts[name]).cells for name, count in outer.cells.items() if count}
    return NestedTotals(outer, inner)


def suppressed(counts: Mapping[str, int]) -> Totals:
    """Hide small numbers, and others with them until none can be counted back from the total.

    Whoever subtracts what is told from the total knows the sum of the hidden cells, and that each is one at least: five
    cells with five persons hold one each. So the sum has to leave room for any of them to be no small number; where it
    never does, nothing is told at all.
    """
    hidden = {name for name, count in counts.items() if 0 < count < FEWEST}
    others = sorted((count, name) for name, count in counts.items() if count >= FEWEST)
    while others and _known_small([counts[name] for name in hidden]):
        hidden.add(others.pop(0)[1])
    if _known_small([counts[name] for name in hidden]):
        return Totals({}, None)
    cells = {name: None if name in hidden else count for name, count in counts.items()}
    return Totals(cells, sum(counts.values()))


def _known_small(hidden: Sequence[int]) -> bool:
    """Whether the sum of the hidden numbers tells that one of them is below the fewest: no other can be larger."""
    return bool(hidden) and (len(hidden) == 1 or sum(hidden) - (len(hidden) - 1) < FEWEST)
