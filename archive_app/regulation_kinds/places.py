"""The place of each kind in a file plan: the item whose heading says what that of the starting plan says."""

from __future__ import annotations

import csv
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from archive_app.regulation_kinds.shape import RegulationKind

Sort = Literal["school", "college"]
SORTS: tuple[Sort, ...] = ("school", "college")
FOLDER = Path(__file__).parents[1] / "starting_plans"
STEM = 4
"""Letters of a word that count: «журнал» and «журналы» are one word."""
SHORTEST = 3
LIKE_ENOUGH = 0.5
"""Of all words of two headings so many are in both."""


def place_of(kind: RegulationKind, sort: Sort) -> str | None:
    """The index in the starting plan of a school or a college."""
    return kind.school if sort == "school" else kind.college


@cache
def headings(sort: Sort) -> Mapping[str, str]:
    """Index -> heading of the starting plan that comes with the product."""
    with (FOLDER / f"{sort}.csv").open(encoding="utf-8", newline="") as table:
        return {row["index"]: row["title"] for row in csv.DictReader(table, delimiter=";")}


def places_in(kinds: Sequence[RegulationKind], plan: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Code of a kind -> index in a plan of (index, heading); kinds that the plan has no like heading for are left out.

    The plan is taken for the one of the starting plans that it is the most like.
    """
    sort, likest = _most_like(plan)
    places = {kind.code: likest.get(place_of(kind, sort) or "") for kind in kinds}
    return {code: place[1] for code, place in places.items() if place is not None}


def sort_of(plan: Iterable[tuple[str, str]]) -> Sort | None:
    """Whose starting plan a plan of (index, heading) is the most like; None: it is like none of them."""
    sort, likest = _most_like(plan)
    return sort if likest else None


def _most_like(plan: Iterable[tuple[str, str]]) -> tuple[Sort, dict[str, tuple[float, str]]]:
    items = [(index, _readings(heading)) for index, heading in plan]
    found = {sort: _likest(headings(sort), items) for sort in SORTS}
    sort = max(SORTS, key=lambda each: sum(like for like, _ in found[each].values()))
    return sort, found[sort]


def _likest(
    known: Mapping[str, str], items: Sequence[tuple[str, tuple[frozenset[str], ...]]]
) -> dict[str, tuple[float, str]]:
    """Index in a starting plan -> how like the likest item of the plan is, and its index."""
    likest: dict[str, tuple[float, str]] = {}
    for known_index, heading in known.items():
        readings = _readings(heading)
        scored = ((max(_like(mine, theirs) for mine in readings for theirs in other), index) for index, other in items)
        best = max(scored, key=lambda each: each[0], default=(0.0, ""))
        if best[0] >= LIKE_ENOUGH:
            likest[known_index] = best
    return likest


def _readings(heading: str) -> tuple[frozenset[str], ...]:
    """The words of a heading, with what stands in brackets and without it."""
    return (_stems(heading), _stems(re.sub(r"\([^)]*\)", " ", heading)))


def _stems(heading: str) -> frozenset[str]:
    words = re.findall(r"\w+", heading.casefold().replace("ё", "е"))
    return frozenset(word[:STEM] for word in words if len(word) >= SHORTEST)


def _like(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other) if one and other else 0.0
