"""Arithmetic of leaves: pages are named by their places from 1, nothing is looked up."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from archive_app.services.arranging.errors import NoPagesChosen, NoSuchPages, NoSuchPlace, NothingLeft

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from archive_app.services.arranging.leaves import Leaf

Leaves = tuple["Leaf", ...]


def require_places(leaves: Sequence[Leaf], places: Collection[int]) -> None:
    """Let only places pass that there are. Raises NoPagesChosen, NoSuchPages."""
    if not places:
        raise NoPagesChosen
    wrong = sorted(place for place in places if not 1 <= place <= len(leaves))
    if wrong:
        raise NoSuchPages(pages=", ".join(map(str, wrong)), count=len(leaves))


def require_before(leaves: Sequence[Leaf], before: int) -> None:
    """Let a place pass that pages can be put before; one past the last is the end. Raises NoSuchPlace."""
    if not 1 <= before <= len(leaves) + 1:
        raise NoSuchPlace(last=len(leaves) + 1)


def turned(leaves: Leaves, places: Collection[int], degrees: int) -> Leaves:
    """These pages turned clockwise by `degrees` more. Raises NoPagesChosen, NoSuchPages."""
    require_places(leaves, places)
    return tuple(
        replace(leaf, turn=(leaf.turn + degrees) % 360) if place in places else leaf
        for place, leaf in enumerate(leaves, start=1)
    )


def moved(leaves: Leaves, places: Collection[int], before: int) -> Leaves:
    """These pages, in their order, moved before the page that stands at `before` now (one past the last: to the end).

    Raises NoPagesChosen, NoSuchPages, NoSuchPlace.
    """
    require_places(leaves, places)
    require_before(leaves, before)
    numbered = list(enumerate(leaves, start=1))
    head = [leaf for place, leaf in numbered if place < before and place not in places]
    tail = [leaf for place, leaf in numbered if place >= before and place not in places]
    return (*head, *(leaf for place, leaf in numbered if place in places), *tail)


def without(leaves: Leaves, places: Collection[int]) -> Leaves:
    """The others. Raises NoPagesChosen, NoSuchPages, NothingLeft."""
    require_places(leaves, places)
    kept = tuple(leaf for place, leaf in enumerate(leaves, start=1) if place not in places)
    if not kept:
        raise NothingLeft
    return kept


def put_in(leaves: Leaves, more: Leaves, before: int) -> Leaves:
    """`more` put before the page at `before` (one past the last: at the end). Raises NoSuchPlace."""
    require_before(leaves, before)
    return (*leaves[: before - 1], *more, *leaves[before - 1 :])
