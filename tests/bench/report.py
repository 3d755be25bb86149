"""Figures of the benchmarks: each with its peer measured in the same run, since only ratios travel between machines."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: `value` and `peer_value` in `unit`; `goal` bounds value / peer_value, from below if `at_least`."""

    name: str
    value: float
    unit: str
    peer: str
    peer_value: float
    goal: float | None = None
    at_least: bool = False

    @property
    def ratio(self) -> float | None:
        """Ours divided by the peer's; None where the peer has nothing to divide by."""
        return self.value / self.peer_value if self.peer_value else None

    @property
    def met(self) -> bool | None:
        """Whether the goal is reached; None without a goal."""
        if self.goal is None or self.ratio is None:
            return None
        return self.ratio >= self.goal if self.at_least else self.ratio <= self.goal


def write(path: Path, part: str, figures: list[Figure]) -> None:
    """Write the figures of one part as JSON and print them as a table."""
    rows = [asdict(figure) | {"ratio": figure.ratio, "met": figure.met} for figure in figures]
    path.write_text(json.dumps({"part": part, "figures": rows}, ensure_ascii=False, indent=1), encoding="utf-8")
    print(table(figures))  # noqa: T201 - a command's answer


def table(figures: list[Figure]) -> str:
    """A Markdown table."""
    lines = ["| what | ours | peer | ratio | goal | met |", "|---|---|---|---|---|---|"]
    for figure in figures:
        goal = "" if figure.goal is None else f"{'≥' if figure.at_least else '≤'} {figure.goal:g}"
        met = {None: "", True: "yes", False: "**no**"}[figure.met]
        lines.append(
            f"| {figure.name} | {figure.value:.3g} {figure.unit} | {figure.peer}: {figure.peer_value:.3g} {figure.unit} "
            f"| {'' if figure.ratio is None else f'{figure.ratio:.2f}'} | {goal} | {met} |"
        )
    return "\n".join(lines)
