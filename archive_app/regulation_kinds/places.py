"""The place of each kind in a file plan: the item whose heading is that of the starting plan, whatever its index."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from archive_app.regulation_kinds.shape import RegulationKind

Sort = Literal["school", "college"]
SORTS: tuple[Sort, ...] = ("school", "college")
FOLDER = Path(__file__).parents[1] / "starting_plans"


def place_of(kind: RegulationKind, sort: Sort) -> str | None:
    """The index in the starting plan of a school or a college."""
    return kind.school if sort == "school" else kind.college


@cache
def headings(sort: Sort) -> Mapping[str, str]:
    """Index -> heading of the starting plan that comes with the product."""
    with (FOLDER / f"{sort}.csv").open(encoding="utf-8", newline="") as table:
        return {row["index"]: row["title"] for row in csv.DictReader(table, delimiter=";")}


def places_in(kinds: Sequence[RegulationKind], plan: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Code of a kind -> index in a plan of (index, heading); kinds whose heading the plan has not are left out.

    The plan is taken for the one of the starting plans that it shares the most headings with.
    """
    known = {_folded(heading): index for index, heading in plan}
    sort = max(SORTS, key=lambda each: sum(_folded(heading) in known for heading in headings(each).values()))
    wanted = {kind.code: headings(sort).get(place_of(kind, sort) or "", "") for kind in kinds}
    return {code: known[_folded(heading)] for code, heading in wanted.items() if _folded(heading) in known}


def _folded(heading: str) -> str:
    return " ".join(heading.casefold().split())
