"""File plans: the one in force, and its items."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, select
from sqlalchemy.orm import selectinload

from archive_app.db.models import FilePlan, FilePlanItem, FilePlanStatus

if TYPE_CHECKING:
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
