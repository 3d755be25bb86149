"""File plans: the one in force, and its items."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, select
from sqlalchemy.orm import selectinload

from archive_app.db.models import FilePlan, FilePlanItem, FilePlanStatus

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class Heading:
    """What filing needs of an item of the file plan: its row, its index (`02-03`), its title, when its term starts."""

    id: int
    index: str
    title: str
    trigger: str


def plan_in_force(session: Session, year: int) -> FilePlan | None:
    """Load the plan of `year` that is in force, with sections and items: three statements."""
    query = select(FilePlan).where(FilePlan.year == year, FilePlan.status == FilePlanStatus.IN_FORCE)
    return session.scalar(query.options(selectinload(FilePlan.sections), selectinload(FilePlan.items)).limit(1))


def item_in_force(session: Session, year: int, index: str) -> Heading | None:
    """Find the item `index` of the plan of `year` that is in force."""
    row = session.connection().execute(_ITEM_IN_FORCE, {"year": year, "index": index}).one_or_none()
    return None if row is None else Heading(*row)


def items_in_force(session: Session, named: Collection[tuple[str, int]]) -> dict[tuple[str, int], Heading]:
    """Those of the items, each an index and the year of its plan, that are there: one statement."""
    query = select(FilePlanItem.id, FilePlanItem.index, FilePlanItem.title, FilePlanItem.trigger, FilePlan.year)
    query = query.join(FilePlanItem.plan).where(
        FilePlan.status == FilePlanStatus.IN_FORCE,
        FilePlan.year.in_({year for _, year in named}),
        FilePlanItem.index.in_({index for index, _ in named}),
    )
    rows = session.execute(query)
    found = {(index, year): Heading(number, index, title, trigger) for number, index, title, trigger, year in rows}
    return {one: found[one] for one in named if one in found}


def headings_in_force(session: Session, years: Collection[int]) -> dict[int, dict[str, str]]:
    """By year the headings of its plan by their indexes, of the years that have one: one statement."""
    query = select(FilePlan.year, FilePlanItem.index, FilePlanItem.title).outerjoin(FilePlan.items)
    query = query.where(FilePlan.year.in_(years), FilePlan.status == FilePlanStatus.IN_FORCE)
    found: dict[int, dict[str, str]] = {}
    for year, index, title in session.execute(query.order_by(FilePlanItem.position)):
        found.setdefault(year, {}).update({} if index is None else {index: title})
    return found


# Made once, for it is asked at every filing, and making it costs more than running it.
_ITEM_IN_FORCE = (
    select(FilePlanItem.id, FilePlanItem.index, FilePlanItem.title, FilePlanItem.trigger)
    .join(FilePlanItem.plan)
    .where(
        FilePlan.year == bindparam("year"),
        FilePlan.status == FilePlanStatus.IN_FORCE,
        FilePlanItem.index == bindparam("index"),
    )
    .limit(1)
)
