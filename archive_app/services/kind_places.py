"""The place of a kind in the file plan, and what a form tells of a kind: who fills it, until when, where it is kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import and_, bindparam, func, select, update

from archive_app.db.models import DocumentKind, FilePlan, FilePlanItem, FilePlanStatus
from archive_app.regulation_kinds import REGULATION_KINDS, places_in
from archive_app.services.case_files import find_item
from archive_app.services.typed import one_line

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

LONGEST_INDEX = 32
IN_FORCE = FilePlan.status == FilePlanStatus.IN_FORCE


@dataclass(frozen=True, slots=True)
class KindHelp:
    """What a form says of a kind; empty where nobody has said it. `item`: index and heading in the year's plan."""

    filler: str
    due: str
    source: str
    item: str


def place_kinds(session: Session, plan: FilePlan) -> int:
    """Tell the kinds their places in the first plan that comes into force; how many have one.

    Afterwards the places are the organisation's: a later plan changes nothing.
    """
    if session.scalar(select(DocumentKind.code).where(DocumentKind.item_index.is_not(None)).limit(1)) is not None:
        return 0
    places = places_in(REGULATION_KINDS, ((item.index, item.title) for item in plan.items))
    if places:
        put = update(DocumentKind).where(DocumentKind.code == bindparam("kind")).values(item_index=bindparam("place"))
        session.connection().execute(put, [{"kind": code, "place": index} for code, index in places.items()])
    return len(places)


def place_said(session: Session, index: str, before: str | None) -> str | None:
    """The place that a person gives a kind; empty: none.

    Raises:
        UnknownItem: the newest plan in force has no such item, and the kind had another place before.
    """
    said = one_line(index, "item", LONGEST_INDEX) or None
    year = session.scalar(select(func.max(FilePlan.year)).where(IN_FORCE))
    if said is not None and said != before and year is not None:
        find_item(session, said, year)
    return said


def kind_help(session: Session, kind: str, year: int | None) -> KindHelp | None:
    """What is told of a kind, with its item in the plan of `year`; None for an unknown kind: one statement."""
    query = (
        select(DocumentKind.filler, DocumentKind.due, DocumentKind.source, FilePlanItem.index, FilePlanItem.title)
        .select_from(DocumentKind)
        .outerjoin(FilePlan, and_(FilePlan.year == year, IN_FORCE))
        .outerjoin(
            FilePlanItem, and_(FilePlanItem.plan_id == FilePlan.id, FilePlanItem.index == DocumentKind.item_index)
        )
        .where(DocumentKind.code == kind)
    )
    row = session.execute(query.limit(1)).one_or_none()
    if row is None:
        return None
    filler, due, source, index, heading = row
    return KindHelp(filler, due, source, f"{index} {heading}" if index else "")
