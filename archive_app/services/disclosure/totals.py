"""Totals for monitoring bodies: numbers without names, and none so small that somebody could be known by it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

FEWEST = 5
"""Numbers below it, but for none at all, are not told."""


@dataclass(frozen=True, slots=True)
class Totals:
    """`cells` by their names, None: not told; `total` is told where nothing can be counted back from it."""

    cells: Mapping[str, int | None]
    total: int | None


@dataclass(frozen=True, slots=True)
class NestedTotals:
    """Parts with their cells. `inner` has the cells of the parts that are told and not empty, and of no others."""

    outer: Totals
    inner: Mapping[str, Mapping[str, int | None]]


def nested(counts: Mapping[str, Mapping[str, int]]) -> NestedTotals:
    """Hide small numbers in parts and in the cells within each, so that neither tells what the other hides.

    Cells are told only within a part that is told; its number is their total, so they are hidden as `suppressed` does.
    """
    outer = suppressed({name: sum(cells.values()) for name, cells in counts.items()})
    inner = {name: suppressed(cells).cells for name, cells in counts.items() if outer.cells[name]}
    return NestedTotals(outer, inner)


def suppressed(counts: Mapping[str, int]) -> Totals:
    """Hide small numbers, and one more where a hidden one could be counted back from the total.

    What is hidden is together at least five in at least two cells; else the total is hidden as well.
    """
    hidden = {name for name, count in counts.items() if 0 < count < FEWEST}
    others = sorted((count, name) for name, count in counts.items() if count >= FEWEST)
    while hidden and others and (len(hidden) < 2 or sum(counts[name] for name in hidden) < FEWEST):  # noqa: PLR2004
        hidden.add(others.pop(0)[1])
    safe = not hidden or (len(hidden) > 1 and sum(counts[name] for name in hidden) >= FEWEST)
    cells = {name: None if name in hidden else count for name, count in counts.items()}
    return Totals(cells, sum(counts.values()) if safe else None)
