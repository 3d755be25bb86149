"""Studies: who was in a group, and the groups of a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from archive_app.db.models import Person, Study

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from sqlalchemy.orm import Session


def class_list(session: Session, group_id: int, *, on: date | None = None) -> Sequence[Study]:
    """Give the studies of a group in the order of the alphabet, with the persons loaded: one statement.

    `on`: only of those who were in the group on that day; without it everybody who ever was.
    """
    query = (
        select(Study)
        .join(Study.person)
        .where(Study.group_id == group_id)
        .options(joinedload(Study.person, innerjoin=True))
        .order_by(Person.folded, Study.person_id, Study.started_on)
    )
    if on is not None:
        query = query.where(Study.started_on <= on, or_(Study.ended_on.is_(None), Study.ended_on >= on))
    return session.scalars(query).all()


def studies_of(session: Session, person_ids: Sequence[int]) -> Sequence[Study]:
    """Give the studies of persons, the earliest first, with the groups loaded: one statement."""
    query = select(Study).where(Study.person_id.in_(person_ids)).options(joinedload(Study.group, innerjoin=True))
    return session.scalars(query.order_by(Study.started_on, Study.id)).all()
