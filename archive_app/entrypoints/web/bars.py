"""Bars of a chart, drawn on the server: the script-free picture beside a table that says the same."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

WIDTH, HEIGHT = 960, 240
LEFT, TOP, BOTTOM = 48, 16, 40
"""Room for the scale, for the number above the highest bar, for the years."""
_LABELS = 12
"""More stand in each other's way."""
_WIDEST = 48


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar in the units of the picture; `label` is empty where there is no room for it."""

    x: float
    y: float
    width: float
    height: float
    label: str
    year: int
    value: int


@dataclass(frozen=True, slots=True)
class Chart:
    """The bars, and the marks of the scale: where each line lies and its number."""

    bars: tuple[Bar, ...]
    scale: tuple[tuple[float, int], ...]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    floor: int = HEIGHT - BOTTOM


def chart_of(values: Mapping[int, int]) -> Chart | None:
    """A bar for each year from the first to the last, also for the empty ones between; None without values."""
    if not values:
        return None
    years = range(min(values), max(values) + 1)
    room = HEIGHT - TOP - BOTTOM
    top = _round_up(max(*values.values(), 1))
    step = (WIDTH - LEFT) / len(years)
    every = -(-len(years) // _LABELS)
    width = min(step * 0.8, _WIDEST)
    bars = []
    for place, year in enumerate(years):
        value = values.get(year, 0)
        height = round(room * value / top, 1)
        x = round(LEFT + step * place + (step - width) / 2, 1)
        label = str(year) if place % every == 0 else ""
        bars.append(Bar(x, round(HEIGHT - BOTTOM - height, 1), round(width, 1), height, label, year, value))
    marks = sorted({0, top // 2, top})
    return Chart(tuple(bars), tuple((round(HEIGHT - BOTTOM - room * mark / top, 1), mark) for mark in marks))


def _round_up(value: int) -> int:
    """1, 2, 5, 10, 20, 50 …: the scale ends with a round number."""
    power = 1
    while True:
        for digit in (1, 2, 5):
            if digit * power >= value:
                return digit * power
        power *= 10
